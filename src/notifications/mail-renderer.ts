import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import { formatMoney } from '../common/money.js';
import { linkMailWordingFor, type LinkMailWording } from './templates/link-mail.catalogue.js';
import type { LinkMailModel, RenderedMail } from './templates/link-mail.model.js';
import { manyLines, oneLine } from './templates/plain-text.js';

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
  const wording = linkMailWordingFor(model.locale);
  const { language, locale, messages } = wording;
  const payee = oneLine(model.payee.name);
  const reference = oneLine(model.reference);
  const amount = formatMoney(model.amount, locale);
  const recipient = oneLine(model.recipientName ?? '');
  const { supportEmail, supportPhone, supportUrl } = model.payee;
  return {
    language,
    payee,
    amount,
    subject: subjectOf(model, messages.subject[model.purpose]({ payee, amount, reference }), messages.testMode),
    testMode: model.mode === 'sandbox' ? messages.testMode : null,
    heading: messages.heading[model.purpose](payee),
    preview: messages.preview({ amount, reference }),
    greeting: recipient === '' ? [] : [messages.greeting(recipient)],
    description: manyLines(model.description),
    message: manyLines(model.message),
    facts: factsOf(model, wording, reference),
    url: linkUrl(model.url),
    button: messages.pay(amount),
    copyHint: messages.copyHint,
    qrContentId: model.qrContentId,
    qrHint: messages.qrHint,
    questions: messages.questions(payee),
    contacts: [supportEmail, supportPhone, supportUrl].map((contact) => oneLine(contact ?? '')).filter(Boolean),
    notExpected: messages.notExpected,
  };
}

function subjectOf({ mode }: LinkMailModel, subject: string, testMode: string): string {
  return mode === 'sandbox' ? `[${testMode}] ${subject}` : subject;
}

function factsOf({ dueAt, timeZone }: LinkMailModel, { locale, messages }: LinkMailWording, reference: string) {
  const due = dueAt && new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(dueAt);
  return [{ label: messages.reference, value: reference }, ...(due ? [{ label: messages.due, value: due }] : [])];
}

function linkUrl(text: string): string {
  const { protocol, href } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') throw new RangeError('A link must be http or https');
  return href;
}
