import { formatMoney } from '../../common/money.js';
import { returnAddress } from '../return.address.js';
import type { IntentRecord } from './dojo.state.js';
import { totalValue } from './intent.book.js';
import { SANDBOX_CARDS, spacedNumber } from './sandbox.cards.js';

/** What the payer is told above the form, by the code in the address. */
const NOTICES: Readonly<Record<string, string>> = {
  declined: 'Your card was declined. You have not been charged. Try another card.',
  unknown_card:
    'This is not a sandbox card, or its expiry date or CVV does not match. Use one of the three cards below.',
};

export interface CheckoutView {
  readonly id: string;
  readonly title: string;
  readonly amount: string;
  readonly reference: string;
  readonly description: string | undefined;
}

export function checkoutView(intent: IntentRecord): CheckoutView {
  return {
    id: intent.id,
    title: intent.request.config?.title ?? 'Sandbox merchant',
    amount: formatMoney({ value: totalValue(intent), currency: intent.amount.currencyCode }, 'en-GB'),
    reference: intent.request.reference,
    description: intent.request.description,
  };
}

/** The card page. `card` names a sandbox card to fill in, `notice` what came of the last try. */
export function formView(intent: IntentRecord, query: { card?: unknown; notice?: unknown }) {
  const cards = SANDBOX_CARDS.map((card) => ({ ...card, spaced: spacedNumber(card) }));
  const notice = typeof query.notice === 'string' ? NOTICES[query.notice] : undefined;
  return {
    ...checkoutView(intent),
    cards,
    filled: cards.find((card) => card.number === query.card),
    notice,
    cancelUrl: intent.request.config?.cancelUrl ?? `/checkout/${intent.id}/left`,
  };
}

/** What a payer finds who cannot pay (any more): a heading and a sentence. */
export function closedMessage(intent: IntentRecord, nowMs: number): { heading: string; text: string } {
  if (intent.confirming) {
    return { heading: 'Waiting for your bank', text: 'Your bank is still confirming this payment. Do not pay again.' };
  }
  switch (intent.status) {
    case 'Captured':
    case 'Authorized':
      return { heading: 'Payment successful', text: 'This payment has already been made. You can close this page.' };
    case 'Refunded':
    case 'Reversed':
      return { heading: 'Payment returned', text: 'This payment was made and given back.' };
    default:
      return nowMs >= Date.parse(intent.expireAt)
        ? { heading: 'Link expired', text: 'This payment link has expired. Ask the merchant for a new one.' }
        : { heading: 'Payment canceled', text: 'The merchant has canceled this payment. You have not been charged.' };
  }
}

/** The merchant's return address with `id=<intent>`, as Dojo appends it. */
export function returnUrl(intent: IntentRecord): string | undefined {
  const redirectUrl = intent.request.config?.redirectUrl;
  return redirectUrl && returnAddress(redirectUrl, { name: 'id', value: intent.id });
}
