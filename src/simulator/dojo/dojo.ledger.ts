import { deliveryView, webhooksPending, webhookTries } from '../delivery.record.js';
import { formatMoney } from '../../common/money.js';
import type { ListedPayment } from '../simulated.provider.js';
import type { IntentBook } from './intent.book.js';
import type { DojoState, IntentRecord } from './dojo.state.js';

/** The provider's truth as tests compare it with ours: minor units, no keys, of cards the last four digits. */
export function dojoLedger(state: DojoState, intents: readonly IntentRecord[]) {
  const tries = webhookTries(state.deliveries);
  const pending = webhooksPending(state.deliveries);
  return {
    intents: intents.map((intent) => ({
      id: intent.id,
      account: intent.accountId,
      reference: intent.request.reference,
      amount: intent.amount.value,
      currency: intent.amount.currencyCode,
      status: intent.status,
      authorized: intent.payment?.heldValue ?? 0,
      refunded: intent.refundedValue,
      refunds: intent.refunds.map(({ refundId, value }) => ({ refundId, amount: value })),
      charges: charges(intent),
      metadata: intent.request.metadata ?? {},
      createdAt: intent.createdAt,
      expireAt: intent.expireAt,
      payable: intent.status === 'Created',
      webhookTries: tries.get(intent.id) ?? 0,
      webhooksPending: pending.get(intent.id) ?? 0,
    })),
  };
}

/** Every delivery with its tries, oldest first; the secrets that signed them stay out. */
export function dojoDeliveries({ deliveries, subscriptions }: DojoState) {
  return deliveries.map((delivery) => ({
    ...deliveryView(delivery, subscriptions[delivery.subscriptionId]?.url),
    intentId: delivery.paymentId,
  }));
}

export function dojoPayments(book: IntentBook): ListedPayment[] {
  return book.all().map((intent) => ({
    id: intent.id,
    reference: intent.request.reference,
    total: formatMoney({ value: intent.amount.value, currency: intent.amount.currencyCode }, 'en-GB'),
    status: intent.status,
    charges: charges(intent).length,
    createdAt: intent.createdAt,
    pageUrl: `/checkout/${intent.id}`,
  }));
}

/** At most one, and none while the money is only held. */
function charges({ payment }: IntentRecord) {
  if (!payment || payment.takenValue === 0) return [];
  const { transactionId, takenValue, at, cardLast4 } = payment;
  return [{ transactionId, amount: takenValue, at, card: cardLast4 }];
}
