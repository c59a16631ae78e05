import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import { formatMoney } from '../common/money.js';
import { linkMailWordingFor, type LinkMailWording } from './templates/link-mail.catalogue.js';
import type { LinkMailModel, RenderedMail } from './templates/link-mail.model.js';
import { manyLines, oneLine, shortened } from './templates/plain-text.js';

const LONGEST_SUBJECT = 150;
/** Of a subject, so that a long name does not push the amount out of sight. */
const LONGEST_PAYEE = 50;
/** An amount stands on one line of a phone's screen: broken, it could be read as another. */
const LARGEST_AMOUNT_PX = 42;
/** Font sizes up to this, divided by the number of characters, fit 288 pixels. */
const AMOUNT_ROOM_PX = 440;

/** Writes mails. Templates are read once, when the renderer is made; the HTML one is compiled from MJML at build time. */
@Injectable()
export class MailRenderer {
  private readonly html = new Eta({ autoEscape: true });
  private readonly text = new Eta({ autoEscape: false });

  constructor() {
    this.html.loadTemplate('@payment-link', readTemplate('payment-link.html.eta'));
    this.text.loadTemplate('@payment-link', readTemplate('payment-link.text.eta'));
  }

  /** Throws `RangeError` for a link that is not http or https, which escaping would not make safe. */
  render(model: LinkMailModel): RenderedMail {
    const content = contentOf(model);
    return {
      subject: content.subject,
      html: this.html.render('@payment-link', content),
      text: this.text.render('@payment-link', content),
    };
  }
}

function readTemplate(name: string): string {
  return readFileSync(new URL(`./templates/${name}`, import.meta.url), 'utf8');
}

function contentOf(model: LinkMailModel) {
  const { kind } = model;
  const wording = linkMailWordingFor(model.locale);
  const { language, locale, messages } = wording;
  const payee = oneLine(model.payee.name);
  const reference = oneLine(model.reference);
  const amount = formatMoney(model.amount, locale);
  const recipient = oneLine(model.recipientName ?? '');
  const { supportEmail, supportPhone, supportUrl } = model.payee;
  return {
    language,
    colon: messages.colon,
    payee,
    amount,
    amountPx: Math.min(LARGEST_AMOUNT_PX, Math.floor(AMOUNT_ROOM_PX / amount.length)),
    subject: subjectOf(model, { payee, amount, reference }, messages),
    testMode: model.mode === 'sandbox' ? messages.testMode.banner : null,
    heading: messages.heading[kind](payee),
    preview: messages.preview[kind]({ amount, reference }),
    greeting: recipient === '' ? [] : [messages.greeting(recipient)],
    description: manyLines(model.description),
    message: manyLines(model.message),
    facts: factsOf(model, wording, reference),
    url: webUrl(model.url),
    button: kind === 'receipt' ? messages.viewPayment : messages.pay(amount),
    copyHint: messages.copyHint,
    qrContentId: model.qrContentId,
    qrHint: messages.qrHint,
    questions: messages.questions(payee),
    contacts: [supportEmail, supportPhone, supportUrl].map((contact) => oneLine(contact ?? '')).filter(Boolean),
    closing: messages.closing[kind],
    stopUrl: kind === 'reminder' ? webUrl(model.stopUrl) : null,
    stopReminders: messages.stopReminders,
  };
}

function subjectOf(
  { kind, mode }: LinkMailModel,
  names: { payee: string; amount: string; reference: string },
  { subject, testMode }: LinkMailWording['messages'],
): string {
  const line = subject[kind]({ ...names, payee: shortened(names.payee, LONGEST_PAYEE) });
  return shortened(mode === 'sandbox' ? `[${testMode.prefix}] ${line}` : line, LONGEST_SUBJECT);
}

function factsOf(
  { kind, dueAt, paidAt, timeZone }: LinkMailModel,
  { locale, messages }: LinkMailWording,
  reference: string,
) {
  const isReceipt = kind === 'receipt';
  const at = isReceipt ? paidAt : dueAt;
  const day = at && new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(at);
  return [
    { label: messages.reference, value: reference },
    ...(day ? [{ label: isReceipt ? messages.paidOn : messages.due, value: day }] : []),
  ];
}

function webUrl(text: string): string {
  const { protocol, href } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') throw new RangeError('A link must be http or https');
  return href;
}
