import { toPublicId } from '../common/ids.js';
import type { Event } from '../events/event.entity.js';
import type { PaymentBody } from '../payments/payment-body.js';
import type { DeliveryAttempt } from '../webhooks/outgoing/delivery-attempt.entity.js';
import type { Delivery } from '../webhooks/outgoing/delivery.entity.js';
import type { TimelineEntry } from './timeline.entry.js';
import type { PaymentFacts } from './timeline.facts.js';

export function eventEntries({ events }: PaymentFacts): TimelineEntry[] {
  return events.map(({ id, type, sequence, paymentVersion, previous, data, createdAt }) => {
    const note = 'note' in data ? data.note : undefined;
    return {
      at: createdAt,
      kind: 'event',
      text: `${HAPPENED[type] ?? type}${answerOf(type, data)}`,
      data: {
        eventId: toPublicId('event', id),
        type,
        sequence,
        version: paymentVersion,
        previous,
        ...(note !== undefined && { note }),
      },
    };
  });
}

/** What the ERP wrote with its booking. */
function answerOf(type: Event['type'], data: object): string {
  if (type !== 'payment.booked' && type !== 'payment.booking_rejected') return '';
  const { voucher, reason } = (data as { payment: PaymentBody }).payment.booking;
  return type === 'payment.booked' ? ` under ${voucher}` : `: ${reason}`;
}

/** Every attempt to tell the ERP of one of the events. */
export function deliveryEntries({ deliveries, events }: PaymentFacts): TimelineEntry[] {
  const types = new Map(events.map(({ id, type }) => [id, type]));
  return deliveries.flatMap(([delivery, attempts]) =>
    attempts.map((attempt) => attemptEntry(delivery, attempt, types.get(delivery.eventId) ?? 'an event')),
  );
}

function attemptEntry(delivery: Delivery, attempt: DeliveryAttempt, type: Event['type']): TimelineEntry {
  const { number, at, status, error, durationMs } = attempt;
  const isLast = number === delivery.attempts;
  const end = isLast && delivery.status === 'exhausted' ? ' It is not tried again by itself.' : '';
  return {
    at,
    kind: 'delivery',
    text: `${type} was ${error === null ? 'delivered' : `not delivered: ${error}`}${end}`,
    data: {
      deliveryId: toPublicId('delivery', delivery.id),
      endpointId: toPublicId('endpoint', delivery.endpointId),
      eventId: toPublicId('event', delivery.eventId),
      eventType: type,
      attempt: number,
      status,
      error,
      durationMs,
    },
  };
}

const HAPPENED: Readonly<Record<string, string>> = {
  'payment.created': 'The payment was created',
  'payment.updated': 'The payment was changed',
  'payment.pending': 'A checkout is open for the payer',
  'payment.authorized': 'The money is held',
  'payment.paid': 'The payment is paid',
  'payment.declined': 'A try was declined; the payer can try again',
  'payment.failed': 'The last try failed; the payment can still be paid',
  'payment.canceled': 'The payment was canceled',
  'payment.expired': 'The payment has expired',
  'payment.refunded': 'Money went back to the payer',
  'payment.settled': 'The money has reached the bank account',
  'payment.booked': 'The ERP has booked it',
  'payment.booking_rejected': 'The ERP could not book it',
  'payment.unbooked_warning': 'It is paid and still not booked',
  'payment.review_required': 'A person must look at it',
  'payment.review_cleared': 'No person needs to look at it any more',
  'refund.created': 'A refund was asked for',
  'refund.succeeded': 'The refund has succeeded',
  'refund.failed': 'The refund has failed, and nothing went back',
};
