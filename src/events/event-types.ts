export const PAYMENT_EVENT_TYPES = [
  'payment.created',
  'payment.updated',
  'payment.pending',
  'payment.authorized',
  'payment.paid',
  'payment.declined',
  'payment.failed',
  'payment.canceled',
  'payment.expired',
  'payment.refunded',
  'payment.settled',
  'payment.booked',
  'payment.booking_rejected',
  'payment.unbooked_warning',
  'payment.review_required',
  'payment.review_cleared',
] as const;

export type PaymentEventType = (typeof PAYMENT_EVENT_TYPES)[number];

/** Everything a receiver may be told of. */
export const EVENT_TYPES = [
  ...PAYMENT_EVENT_TYPES,
  'refund.created',
  'refund.succeeded',
  'refund.failed',
  'link.created',
  'link.opened',
  'link.sent',
  'link.canceled',
  'link.expired',
  'notification.failed',
  'endpoint.warning',
  'endpoint.paused',
  'ping',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];
