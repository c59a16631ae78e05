import { formatMoney } from '../../common/money.js';
import type { PageWording } from './catalogue.js';
import type { PageMessages } from './page-messages.js';
import { formatDay, formatDeadline } from './date-format.js';
import type { ModelOf, PaymentFacts } from './link-page.model.js';
import type { Fact, PageContent } from './page-content.js';

/** Longer descriptions fold away below the button, so that the button stays in sight on a phone. */
const LONG_DESCRIPTION_CHARACTERS = 280;

/** The page that asks: whom, how much, what for, and one button. */
export function payableContent(model: ModelOf<'payable'>, wording: PageWording, base: PageContent): PageContent {
  const { payment, payee, earlier, payPath } = model;
  const { messages, locale } = wording;
  const amount = formatMoney(payment.amount, locale);
  const where = { locale, timeZone: payee.timeZone };
  const facts: Fact[] = [{ label: messages.reference, value: payment.reference }];
  if (payment.dueAt) facts.push({ label: messages.due, value: formatDay(payment.dueAt, where) });
  if (payment.expiresAt) facts.push({ label: messages.validUntil, value: formatDeadline(payment.expiresAt, where) });
  return {
    ...base,
    title: messages.payable.title(amount, payee.name),
    heading: messages.payable.heading(payee.name),
    amount,
    description: descriptionOf(payment),
    facts,
    notice: noticeOf(earlier, messages),
    pay: {
      path: payPath,
      label: { none: messages.pay(amount), checkout_live: messages.goOn, declined: messages.tryAgain }[earlier],
      hint: messages.secureHint,
    },
  };
}

export function descriptionOf({ description }: PaymentFacts): PageContent['description'] {
  return description ? { text: description, long: description.length > LONG_DESCRIPTION_CHARACTERS } : null;
}

function noticeOf(earlier: ModelOf<'payable'>['earlier'], { payable }: PageMessages): PageContent['notice'] {
  switch (earlier) {
    case 'none':
      return null;
    case 'checkout_live':
      return { kind: 'info', text: payable.checkoutLive };
    case 'declined':
      return { kind: 'attention', text: payable.declined };
  }
}
