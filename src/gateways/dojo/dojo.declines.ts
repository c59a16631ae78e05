import type { Decline } from '../payment-gateway.js';
import type { DojoIntent, DojoPaymentEvent } from './dojo.wire.js';

/**
 * The newest refused try on the page. Dojo tells when and which transaction, not why. Tries that share a transaction
 * differ in time, and the order of the list is not promised, so the id is made of both.
 */
export function lastDeclineOf(intentId: string, intent: DojoIntent): Decline | undefined {
  const declines = intent.paymentEvents.filter(({ eventType }) => eventType === 'Declined');
  const index = indexOfNewest(declines);
  const decline = declines[index];
  const at = decline?.at ?? intent.updatedAt;
  if (!decline || !at) return undefined;
  const moment = decline.at ? decline.at.getTime() : `try${index + 1}`;
  return { id: `${decline.transactionId ?? intentId}@${moment}`, at, code: null, message: null };
}

function indexOfNewest(events: readonly DojoPaymentEvent[]): number {
  const times = events.map(({ at }) => at?.getTime() ?? Number.NEGATIVE_INFINITY);
  return times.lastIndexOf(Math.max(...times));
}
