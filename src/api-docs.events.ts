import type { JsonObject } from './api-docs.json.js';
import type { EventType } from './events/event-types.js';

export type EventSubject = 'payment' | 'refund' | 'link' | 'notification' | 'endpoint' | 'endpointId';

export interface EventAccount {
  /** When it is told. */
  readonly when: string;
  /** What stands in `data`. */
  readonly subject: EventSubject;
  /** With the payment beside it, in `data.payment`. */
  readonly hasPayment?: boolean;
  /** With the words of whoever caused it, in `data.note`. */
  readonly hasNote?: boolean | 'sometimes';
  /** How its example differs from the usual one of its subject. */
  readonly example?: JsonObject;
  readonly previous?: JsonObject;
}

const GBP = (value: number): JsonObject => ({ value, currency: 'GBP' });
const UNPAID = {
  amountPaid: GBP(0),
  paidAt: null,
  booking: { status: null, voucher: null, reason: null, at: null },
};
const UNTOUCHED = { ...UNPAID, status: 'open', provider: null, connectionId: null, version: 1 };
const PENDING = { ...UNPAID, status: 'pending', version: 2 };
const AT = '2026-11-20T10:03:40.000Z';
const DECLINE = { at: AT, code: '05', message: 'Do not honor' };
const REVIEW = { reason: 'late_payment', since: AT };
const UNBOOKED = { status: 'unbooked', voucher: null, reason: null, at: null };
const FAILING = { failingSince: '2026-11-19T10:00:00.000Z' };

/** What each type tells, for the API's description, the schemas and their examples. */
export const EVENT_ACCOUNTS: Readonly<Record<EventType, EventAccount>> = {
  'payment.created': { when: 'A payment was made.', subject: 'payment', example: UNTOUCHED },
  'payment.updated': {
    when: 'The ERP corrected what it had said of the payment; or there is news of its checkout or its held money, told in `note`.',
    subject: 'payment',
    hasNote: 'sometimes',
    example: { ...UNTOUCHED, version: 2 },
    previous: { description: 'Invoice 2026-0010' },
  },
  'payment.pending': {
    when: 'A checkout is open at the provider.',
    subject: 'payment',
    example: PENDING,
    previous: { status: 'open' },
  },
  'payment.authorized': {
    when: 'The money is held, and waits for its capture.',
    subject: 'payment',
    example: {
      ...PENDING,
      status: 'authorized',
      capture: 'manual',
      captureBefore: '2026-11-27T09:03:40.000Z',
      version: 3,
    },
    previous: { status: 'pending' },
  },
  'payment.paid': {
    when: 'The provider confirmed that the money was taken, or it was recorded as paid outside.',
    subject: 'payment',
    previous: { status: 'pending' },
  },
  'payment.declined': {
    when: 'A try was declined; the payer can go on with another card.',
    subject: 'payment',
    example: { ...PENDING, lastDecline: DECLINE, version: 3 },
    previous: { lastDecline: null },
  },
  'payment.failed': {
    when: 'The checkout ended after a declined or failed try; the payer may try again.',
    subject: 'payment',
    example: { ...PENDING, status: 'failed', lastDecline: DECLINE, version: 4 },
    previous: { status: 'pending' },
  },
  'payment.canceled': {
    when: 'The ERP gave the payment up.',
    subject: 'payment',
    example: { ...UNTOUCHED, status: 'canceled', version: 2 },
    previous: { status: 'open' },
  },
  'payment.expired': {
    when: 'The time to pay ran out.',
    subject: 'payment',
    example: { ...UNTOUCHED, status: 'expired', version: 2 },
    previous: { status: 'open' },
  },
  'payment.refunded': {
    when: 'Money went back to the payer: some of it, or all.',
    subject: 'payment',
    example: { status: 'partially_refunded', amountRefunded: GBP(250), version: 4 },
    previous: { status: 'paid' },
  },
  'payment.settled': {
    when: 'The provider reported what it pays out for the payment.',
    subject: 'payment',
    example: {
      settlement: { status: 'settled', reference: 'ST-2026-0311', at: '2026-11-22T02:00:00.000Z' },
      version: 4,
    },
    previous: { settlement: null },
  },
  'payment.booked': {
    when: 'The ERP posted it.',
    subject: 'payment',
    example: { booking: { status: 'posted', voucher: 'RE-4711', reason: null, at: AT }, version: 4 },
    previous: { booking: UNBOOKED },
  },
  'payment.booking_rejected': {
    when: 'The ERP could not post it, and said why.',
    subject: 'payment',
    example: { booking: { status: 'rejected', voucher: null, reason: 'Period closed', at: AT }, version: 4 },
    previous: { booking: UNBOOKED },
  },
  'payment.unbooked_warning': {
    when: 'It has been paid for a while, and the ERP has not booked it.',
    subject: 'payment',
    example: { version: 4 },
  },
  'payment.review_required': {
    when: 'A person must look at it: see `review.reason`.',
    subject: 'payment',
    example: { review: REVIEW, version: 5 },
    previous: { review: null },
  },
  'payment.review_cleared': {
    when: 'A person has looked, and noted what came of it; or what was unknown became known.',
    subject: 'payment',
    hasNote: true,
    example: { version: 6 },
    previous: { review: REVIEW },
  },
  'refund.created': {
    when: 'Money is to go back. Its amount is set aside, and the provider is asked.',
    subject: 'refund',
    hasPayment: true,
    example: { status: 'pending' },
  },
  'refund.succeeded': {
    when: 'The money has gone back. `payment.refunded` tells what that makes of the payment.',
    subject: 'refund',
    hasPayment: true,
  },
  'refund.failed': {
    when: 'The provider gave nothing back. A person must look; the amount can be asked for again.',
    subject: 'refund',
    hasPayment: true,
    example: { status: 'failed' },
  },
  'link.created': { when: 'A link was made.', subject: 'link' },
  'link.opened': { when: 'A person opened the link for the first time.', subject: 'link' },
  'link.sent': { when: 'A mail with the link was taken by the mail server.', subject: 'notification' },
  'link.canceled': { when: 'The link was stopped.', subject: 'link', example: { canceledAt: AT } },
  'link.expired': { when: "The link's time ran out.", subject: 'link' },
  'notification.failed': {
    when: 'A mail could not be sent, and will not be tried again.',
    subject: 'notification',
    example: { status: 'failed', attempts: 1, error: 'The mail server refused it (550).', sentAt: null },
  },
  'endpoint.warning': {
    when: 'An endpoint has only failed for a while. It will be paused if that goes on.',
    subject: 'endpoint',
    example: FAILING,
  },
  'endpoint.paused': {
    when: 'Nothing is delivered to an endpoint until it is resumed; nothing is lost.',
    subject: 'endpoint',
    example: { ...FAILING, status: 'paused', pauseReason: 'failing', pausedAt: '2026-11-24T10:00:00.000Z' },
  },
  ping: { when: 'Somebody tries an endpoint. It is delivered to that endpoint alone.', subject: 'endpointId' },
};
