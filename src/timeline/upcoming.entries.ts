import { toPublicId } from '../common/ids.js';
import type { Checkout } from '../payments/checkout.entity.js';
import { isPayable } from '../payments/payment-status.js';
import type { TimelineEntry } from './timeline.entry.js';
import type { PaymentFacts } from './timeline.facts.js';

/** What happens by itself if nothing else does. What should have happened already is told with the time when it was due. */
export function upcomingEntries(
  facts: PaymentFacts,
  { now, unbookedWarningSeconds }: { now: Date; unbookedWarningSeconds: number },
): TimelineEntry[] {
  return [
    ...looksToCome(facts),
    ...refundsToCome(facts),
    ...mailsToCome(facts),
    ...deliveriesToCome(facts),
    ...endsToCome(facts, now),
    ...warningToCome(facts, unbookedWarningSeconds),
  ];
}

function looksToCome({ checkouts }: PaymentFacts): TimelineEntry[] {
  return checkouts.flatMap((checkout) => {
    const { dueAt: at, id, provider, failedLooks } = checkout;
    if (at === null) return [];
    const data = { checkoutId: toPublicId('checkout', id), provider, failedLooks };
    return [{ at, kind: 'look', text: `${provider} is asked ${questionOf(checkout)}`, data } as const];
  });
}

function questionOf({ status }: Checkout): string {
  if (status === 'creating') return 'whether it made the checkout';
  return status === 'paid' ? 'whether the money has reached the bank account' : 'again';
}

function refundsToCome({ unfinishedRefunds }: PaymentFacts): TimelineEntry[] {
  return unfinishedRefunds.flatMap(({ id, status, dueAt: at, tries }) => {
    if (at === null) return [];
    const text = status === 'unknown' ? 'Whether the refund has happened is found out' : 'The refund goes on';
    return [{ at, kind: 'refund', text, data: { refundId: toPublicId('refund', id), status, tries } } as const];
  });
}

/** What asks for money stays queued when there is none to ask for, and is dropped when its time comes. */
function mailsToCome({ payment, notifications }: PaymentFacts): TimelineEntry[] {
  return notifications.flatMap(({ id, kind, dueAt: at, attempts }) =>
    at === null || (kind !== 'receipt' && !isPayable(payment.status))
      ? []
      : [
          {
            at,
            kind: 'mail',
            text: 'A mail is sent',
            data: { notificationId: toPublicId('notification', id), attempt: attempts + 1 },
          } as const,
        ],
  );
}

function deliveriesToCome({ deliveries, events, pauses }: PaymentFacts): TimelineEntry[] {
  const types = new Map(events.map(({ id, type }) => [id, type]));
  return deliveries.flatMap(([{ id, eventId, endpointId, dueAt: at, attempts }]) => {
    if (at === null) return [];
    const data = {
      deliveryId: toPublicId('delivery', id),
      endpointId: toPublicId('endpoint', endpointId),
      eventId: toPublicId('event', eventId),
      attempt: attempts + 1,
    };
    const since = pauses.get(endpointId);
    const happens = since ? `waits for its endpoint, paused since ${since.toISOString()}` : 'is delivered';
    return [{ at, kind: 'delivery', text: `${types.get(eventId) ?? 'An event'} ${happens}`, data } as const];
  });
}

function warningToCome({ payment }: PaymentFacts, unbookedWarningSeconds: number): TimelineEntry[] {
  const since = payment.bookingAwaitedSince;
  if (since === null) return [];
  const at = new Date(since.getTime() + unbookedWarningSeconds * 1000);
  const data = { type: 'payment.unbooked_warning' };
  return [{ at, kind: 'event', text: 'The ERP is warned if it has not booked it', data }];
}

function endsToCome({ payment, links }: PaymentFacts, now: Date): TimelineEntry[] {
  if (!isPayable(payment.status)) return [];
  const ofLinks = links
    .filter((link) => link.statusFor(payment, now) === 'active')
    .map(({ id, expiresAt: at }): TimelineEntry => ({
      at,
      kind: 'expiry',
      text: 'The link ends',
      data: { linkId: toPublicId('link', id) },
    }));
  const { expiresAt: at } = payment;
  if (at === null) return ofLinks;
  return [
    ...ofLinks,
    { at, kind: 'expiry', text: 'The payment expires', data: { paymentId: toPublicId('payment', payment.id) } },
  ];
}
