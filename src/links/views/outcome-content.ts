import { formatMoney, sameMoney } from '../../common/money.js';
import type { PageWording } from './catalogue.js';
import { formatDay } from './date-format.js';
import type { ModelOf, Onward, OutcomeModel } from './link-page.model.js';
import type { Fact, PageContent } from './page-content.js';
import { descriptionOf } from './payable-content.js';
import { webUrl } from './safe-value.js';

/** Long enough to read that the payment is complete, and to stop the page from moving on. */
const ONWARD_SECONDS = 5;
const CONFIRMING_RELOAD_SECONDS = 5;
const WAITING_RELOAD_SECONDS = 30;

/** A page that says how things stand: an icon, a sentence, the sum and its reference, perhaps one thing to do. */
export function outcomeContent(model: OutcomeModel, wording: PageWording, base: PageContent): PageContent {
  const { messages, locale } = wording;
  const words = wordsOf(model, wording);
  return {
    ...base,
    ...words,
    ...particulars(model, wording),
    title: `${words.heading} – ${model.payee.name}`,
    facts: [
      { label: messages.amount, value: formatMoney(model.payment.amount, locale) },
      { label: messages.reference, value: model.payment.reference },
      ...(model.page === 'paid' ? [paidOn(model, wording)] : []),
    ],
  };
}

function wordsOf(model: OutcomeModel, { messages, locale }: PageWording): Pick<PageContent, 'heading' | 'lead'> {
  const payee = model.payee.name;
  if (model.page !== 'refunded')
    return { heading: messages[model.page].heading, lead: messages[model.page].lead({ payee }) };
  const { heading, lead } = sameMoney(model.refunded, model.payment.amount)
    ? messages.refunded
    : messages.partlyRefunded;
  return { heading, lead: lead({ payee, amount: formatMoney(model.refunded, locale) }) };
}

function particulars(model: OutcomeModel, wording: PageWording): Partial<PageContent> {
  const { messages } = wording;
  switch (model.page) {
    case 'confirming': {
      const { eventsPath } = model;
      return {
        icon: 'progress',
        live: { eventsPath, reloadSeconds: CONFIRMING_RELOAD_SECONDS, slow: messages.confirming.slow },
        back: back(model.linkPath, wording),
      };
    }
    case 'waiting':
      return {
        icon: 'wait',
        live: { eventsPath: model.eventsPath, reloadSeconds: WAITING_RELOAD_SECONDS, slow: null },
        back: back(model.linkPath, wording),
        onward: onwardContent(model, wording),
      };
    case 'authorized':
      return { icon: 'done', onward: onwardContent(model, wording) };
    case 'paid':
      return { icon: 'done', description: descriptionOf(model.payment), onward: onwardContent(model, wording) };
    case 'refunded':
      return { icon: 'done' };
    case 'failed':
      return { icon: 'attention', pay: retry(model.payPath, wording), onward: onwardContent(model, wording) };
    case 'unavailable':
      return { icon: 'attention', pay: retry(model.payPath, wording) };
    case 'canceled':
    case 'expired':
      return { icon: 'closed' };
  }
}

function paidOn({ paidAt, payee }: ModelOf<'paid'>, { messages, locale }: PageWording): Fact {
  return { label: messages.paidOn, value: formatDay(paidAt, { locale, timeZone: payee.timeZone }) };
}

function retry(path: string | null, { messages }: PageWording): PageContent['pay'] {
  return path === null ? null : { path, label: messages.tryAgain, hint: null };
}

function back(path: string | null, { messages }: PageWording): PageContent['back'] {
  return path === null ? null : { path, label: messages.leftUnpaid };
}

function onwardContent(
  model: OutcomeModel & { onward: Onward | null },
  { messages }: PageWording,
): PageContent['onward'] {
  const url = webUrl(model.onward?.url ?? null);
  if (url === null) return null;
  // A page that offers a retry, or still waits for news, never moves on by itself.
  const isDone = model.page === 'paid' || model.page === 'authorized';
  return { url, label: messages.onward(model.payee.name), seconds: isDone ? ONWARD_SECONDS : null };
}
