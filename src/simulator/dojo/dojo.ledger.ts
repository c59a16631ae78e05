import type { IntentBook } from './intent.book.js';
import type { DojoState, IntentRecord } from './dojo.state.js';

/** The provider's truth as tests compare it with ours: minor units, no keys, of cards the last four digits. */
export function dojoLedger(state: DojoState, book: IntentBook) {
  const tries = webhookTries(state);
  return {
    intents: book.all().map((intent) => ({
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
    })),
    calls: state.calls,
    callsByReference: state.callsByReference,
  };
}

/** Every delivery with its tries, oldest first; the secrets that signed them stay out. */
export function dojoDeliveries({ deliveries, subscriptions }: DojoState) {
  return deliveries.map(({ subscriptionId, body, ...delivery }) => ({
    ...delivery,
    subscriptionId,
    url: subscriptions[subscriptionId]?.url ?? null,
    payload: JSON.parse(body) as unknown,
  }));
}

/** At most one, and none while the money is only held. */
function charges({ payment }: IntentRecord) {
  if (!payment || payment.takenValue === 0) return [];
  const { transactionId, takenValue, at, cardLast4 } = payment;
  return [{ transactionId, amount: takenValue, at, card: cardLast4 }];
}

function webhookTries({ deliveries }: DojoState): Map<string, number> {
  const tries = new Map<string, number>();
  for (const { intentId, attempts } of deliveries) tries.set(intentId, (tries.get(intentId) ?? 0) + attempts.length);
  return tries;
}
