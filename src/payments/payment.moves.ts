import type { PaymentEventType } from '../events/event-types.js';
import { paymentBody, type PaymentBody } from './payment-body.js';
import type { ReviewReason } from './payment-facts.js';
import { isPaid, mayMove, type PaymentStatus } from './payment-status.js';
import { PaymentColumns } from './payment.columns.js';

/** One step of a payment's life: what happened, and the payment as it was right after it. */
export interface PaymentStep {
  readonly type: PaymentEventType;
  readonly version: number;
  readonly payment: PaymentBody;
  readonly previous: Readonly<Record<string, unknown>> | null;
  /** What a person wrote about it. */
  readonly note: string | null;
}

const MISMATCHES: readonly ReviewReason[] = ['amount_mismatch', 'currency_mismatch', 'reference_mismatch'];
/** Money that nobody expected outweighs a doubt: what was only a question before must not hide it. */
const UNEXPECTED_MONEY: readonly ReviewReason[] = ['late_payment', 'surplus'];

/** How a payment changes: each change is a step, which is told. */
export abstract class PaymentMoves extends PaymentColumns {
  /** What happened since the row was read, to be written as events in the same transaction. */
  readonly steps: PaymentStep[] = [];

  /** The provider says that money was taken which is not what was asked: nothing may be concluded until a person has looked. */
  get isMoneyDisputed(): boolean {
    return this.reviewReason !== null && MISMATCHES.includes(this.reviewReason);
  }

  /** A person has looked. What the provider still says the same about is flagged again by the next look. */
  clearReview(note: string, at: Date): void {
    const previous = { review: paymentBody(this).review };
    this.reviewReason = null;
    this.reviewSince = null;
    this.step('payment.review_cleared', at, previous, note);
  }

  protected paid(at: Date): void {
    if (isPaid(this.status)) return this.paidAgain(at);
    const isLate = this.status === 'canceled' || this.status === 'expired';
    this.paidAt = at;
    this.bookingStatus = 'unbooked';
    this.bookingAwaitedSince = at;
    this.moveTo('paid', 'payment.paid', at);
    if (isLate) this.requireReview('late_payment', at);
  }

  /** No sum changes without an event: where such a review stands already, the surplus is news all the same. */
  private paidAgain(at: Date): void {
    const version = this.version;
    this.requireReview('surplus', at);
    if (this.version === version) this.step('payment.updated', at, null);
  }

  protected refunded(at: Date): void {
    const status = this.amountRefunded < this.amountPaid ? 'partially_refunded' : 'refunded';
    // A further part of the money went back, or part of a surplus after all else had: news, but no move.
    if (mayMove(this.status, status)) this.moveTo(status, 'payment.refunded', at);
    else this.step('payment.refunded', at, null);
  }

  /**
   * One reason at a time: the first stands until a person has looked, unless unexpected money comes. A refund that failed
   * takes the place of a doubt, which goes away by itself and would leave nobody told.
   */
  protected requireReview(reason: ReviewReason, at: Date): void {
    const current = this.reviewReason;
    const isMoney = UNEXPECTED_MONEY.includes(reason) && current !== null && !UNEXPECTED_MONEY.includes(current);
    const outweighs = isMoney || (reason === 'refund_failed' && current === 'outcome_unknown');
    if (current !== null && !outweighs) return;
    const previous = { review: current && { reason: current, since: this.reviewSince?.toISOString() } };
    this.reviewReason = reason;
    this.reviewSince = at;
    this.step('payment.review_required', at, previous);
  }

  /** Moves where the table allows it; a provider's word that does not fit our history is for a person to judge. */
  protected advanceTo(status: PaymentStatus, type: PaymentEventType, at: Date): void {
    if (this.status === status) return;
    if (mayMove(this.status, status)) this.moveTo(status, type, at);
    else this.requireReview('unrecognised_status', at);
  }

  /** The only place where a status changes. */
  protected moveTo(status: PaymentStatus, type: PaymentEventType, at: Date): void {
    if (!mayMove(this.status, status)) throw new Error(`A payment cannot move from ${this.status} to ${status}`);
    const previous = { status: this.status };
    this.status = status;
    if (status !== 'authorized') this.captureBefore = null;
    this.step(type, at, previous);
  }

  protected step(
    type: PaymentEventType,
    at: Date,
    previous: PaymentStep['previous'],
    note: string | null = null,
  ): void {
    this.version += 1;
    this.updatedAt = at;
    this.steps.push({ type, version: this.version, payment: paymentBody(this), previous, note });
  }
}
