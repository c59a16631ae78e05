export type TimelineKind =
  'event' | 'checkout' | 'look' | 'webhook' | 'link' | 'mail' | 'delivery' | 'expiry' | 'refund';

/** One thing that happened, or that comes. */
export class TimelineEntryDto {
  at: string;
  kind: 'event' | 'checkout' | 'look' | 'webhook' | 'link' | 'mail' | 'delivery' | 'expiry' | 'refund';
  /**
   * For people; its wording may change.
   * @example 'The payment is paid'
   */
  text: string;
  /**
   * For programs: ids and facts, by kind.
   * @example { "eventId": "evt_01h455vb4pex5vsknk084sn02q", "type": "payment.paid", "version": 3 }
   */
  data: Record<string, unknown>;
}

/** All that happened to a payment, and what comes next. */
export class TimelineDto {
  object: 'timeline';
  /** @example 'pay_01h455vb4pex5vsknk084sn02q' */
  paymentId: string;
  /** Oldest first; of each kind, the newest thousand. */
  data: TimelineEntryDto[];
  /** What is due, soonest first. Empty: nothing more happens by itself. */
  next: TimelineEntryDto[];
}
