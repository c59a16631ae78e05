import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Connection } from '../connections/connection.entity.js';
import { canonicalJson } from '../common/canonical-json.js';
import { sameMoney, type Money } from '../common/money.js';
import { BigNumber, Instant } from '../database/columns.js';
import { OwnedRow } from '../database/owned-row.js';
import type { PaymentSnapshot, Settlement } from '../gateways/payment-gateway.js';
import type { Checkout } from './checkout.entity.js';
import { paymentBody, type PaymentBody } from './payment-body.js';
import type {
  BookingStatus,
  Customer,
  LastDecline,
  PaymentItem,
  RecordedPayment,
  ReviewReason,
  SettlementFact,
} from './payment-facts.js';
import type { PaymentEventType } from '../events/event-types.js';
import { isEnded, isPaid, mayMove, PAYMENT_STATUSES, type PaymentStatus } from './payment-status.js';

/** One step of a payment's life: what happened, and the payment as it was right after it. */
export interface PaymentStep {
  readonly type: PaymentEventType;
  readonly version: number;
  readonly payment: PaymentBody;
  readonly previous: Readonly<Record<string, unknown>> | null;
  /** What a person wrote about it. */
  readonly note: string | null;
}

/** What the ERP may change of a payment that exists. */
export type PaymentChanges = Partial<
  Pick<Payment, 'amount' | 'currency' | 'description' | 'customer' | 'returnUrl' | 'expiresAt' | 'dueAt' | 'metadata'>
>;

const MISMATCHES: readonly ReviewReason[] = ['amount_mismatch', 'currency_mismatch', 'reference_mismatch'];
/** Money that nobody expected outweighs a doubt: what was only a question before must not hide it. */
const UNEXPECTED_MONEY: readonly ReviewReason[] = ['late_payment', 'surplus'];

/** A checkout that a provider does not know this soon after its creation may only not have arrived everywhere yet. */
const MISSING_IS_NEWS_AFTER_MS = 60_000;

/** What is owed: amount, reference, customer. Its state follows from what providers say, and changes here only. */
@Entity('payments')
@Check('payments_mode', `mode IN ('sandbox', 'live')`)
@Check('payments_status', `status IN (${PAYMENT_STATUSES.map((status) => `'${status}'`).join(', ')})`)
@Check('payments_amount', 'amount >= 1 AND amount <= 99999999999')
@Check('payments_refunded_within_paid', 'amount_refunded >= 0 AND amount_refunded <= amount_paid')
@Check('payments_booking_awaited', `booking_awaited_since IS NULL OR booking_status IS NOT DISTINCT FROM 'unbooked'`)
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'payments_account' })
@ForeignKey(() => Connection, ['accountId', 'mode', 'connectionId'], ['accountId', 'mode', 'id'], {
  name: 'payments_connection',
})
@ForeignKey('Erasure', ['accountId', 'mode', 'erasureId'], ['accountId', 'mode', 'id'], { name: 'payments_erasure' })
@Index('payments_reference', ['accountId', 'mode', 'reference'], { unique: true })
@Index('payments_expiring', ['expiresAt'], {
  where: `status IN ('open', 'pending', 'failed') AND expires_at IS NOT NULL`,
})
@Index('payments_newest', ['accountId', 'mode', 'createdAt', 'id'])
@Index('payments_of_status', ['accountId', 'mode', 'status', 'createdAt', 'id'])
@Index('payments_of_booking', ['accountId', 'mode', 'bookingStatus', 'createdAt', 'id'], {
  where: 'booking_status IS NOT NULL',
})
@Index('payments_unbooked', ['mode', 'paidAt'], { where: `booking_status = 'unbooked'` })
@Index('payments_booking_due', ['bookingAwaitedSince'], { where: 'booking_awaited_since IS NOT NULL' })
@Index('payments_capture_unwarned', ['captureBefore'], { where: 'capture_before IS NOT NULL AND NOT capture_warned' })
@Index('payments_in_review', ['accountId', 'mode', 'createdAt', 'id'], { where: 'review_reason IS NOT NULL' })
@Index('payments_paid_at', ['accountId', 'mode', 'paidAt'], { where: 'paid_at IS NOT NULL' })
@Index('payments_of_erasure', ['accountId', 'mode', 'erasureId', 'id'], { where: 'erasure_id IS NOT NULL' })
@Index('payments_unchanged', ['accountId', 'mode', 'updatedAt'], {
  where: `erased_at IS NULL AND status IN ('paid', 'partially_refunded', 'refunded', 'canceled', 'expired')`,
})
// Of kinds that TypeORM cannot say; the migration makes them.
@Index('payments_customer_email', { synchronize: false })
@Index('payments_metadata', { synchronize: false })
export class Payment extends OwnedRow {
  /** The ERP's own number, unique per account and mode. */
  @Column('text')
  reference: string;

  /** Minor units of `currency`. */
  @BigNumber()
  amount: number;

  @Column('text')
  currency: string;

  /** What providers took over all checkouts, and what the ERP recorded: more than `amount` when a second one was paid too. */
  @BigNumber()
  amountPaid: number;

  @BigNumber()
  amountRefunded: number;

  @Column('text')
  status: PaymentStatus;

  @Column('jsonb', { nullable: true })
  lastDecline: LastDecline | null;

  @Column('text', { nullable: true })
  reviewReason: ReviewReason | null;

  @Instant({ nullable: true })
  reviewSince: Date | null;

  @Column('text', { nullable: true })
  description: string | null;

  @Column('jsonb')
  customer: Customer;

  @Column('jsonb')
  items: PaymentItem[];

  @Column('text')
  capture: 'automatic' | 'manual';

  /** The ERP's choice, or the connection of the last checkout. */
  @Column('uuid', { nullable: true })
  connectionId: string | null;

  /** The ERP chose the connection: no other is tried. */
  @Column('boolean')
  connectionPinned: boolean;

  /** Of the last checkout. */
  @Column('text', { nullable: true })
  provider: string | null;

  @Column('text', { nullable: true })
  returnUrl: string | null;

  @Instant({ nullable: true })
  expiresAt: Date | null;

  /** When the ERP wants the money; nothing happens then by itself. */
  @Instant({ nullable: true })
  dueAt: Date | null;

  @Column('jsonb')
  metadata: Record<string, string>;

  @Column('text', { nullable: true })
  bookingStatus: BookingStatus | null;

  @Column('text', { nullable: true })
  bookingVoucher: string | null;

  @Column('text', { nullable: true })
  bookingReason: string | null;

  @Instant({ nullable: true })
  bookingAt: Date | null;

  /** From here the time to the warning that it is not booked counts; null once the ERP has answered or was warned. */
  @Instant({ nullable: true })
  bookingAwaitedSince: Date | null;

  @Column('jsonb', { nullable: true })
  settlement: SettlementFact | null;

  /** It was paid by another way than a provider, and this is the proof. */
  @Column('jsonb', { nullable: true })
  recorded: RecordedPayment | null;

  /** Until when held money can be taken, as far as the provider tells; null while none is held. */
  @Instant({ nullable: true })
  captureBefore: Date | null;

  /** The ERP was told that this comes near. */
  @Column('boolean', { default: false })
  captureWarned: boolean;

  /** Hashes of the fields it was created with, to tell a repeated create from a conflicting one. */
  @Column('jsonb')
  contentHashes: Record<string, string>;

  /** 1, 2, 3 …: one event each. */
  @Column('integer')
  version: number;

  @Instant()
  createdAt: Date;

  @Instant()
  updatedAt: Date;

  @Instant({ nullable: true })
  paidAt: Date | null;

  /** The erasure that it still has something to do with. */
  @Column('uuid', { nullable: true })
  erasureId: string | null;

  /** Since when it says nothing about a person any more. */
  @Instant({ nullable: true })
  erasedAt: Date | null;

  /** What happened since the row was read, to be written as events in the same transaction. */
  readonly steps: PaymentStep[] = [];

  /** The provider says that money was taken which is not what was asked: nothing may be concluded until a person has looked. */
  get isMoneyDisputed(): boolean {
    return this.reviewReason !== null && MISMATCHES.includes(this.reviewReason);
  }

  get money(): Money {
    return { value: this.amount, currency: this.currency };
  }

  /** The first step of its life. */
  created(at: Date): void {
    this.step('payment.created', at, null);
  }

  /** A checkout was opened for it. */
  checkoutOpened(checkout: Checkout, at: Date): void {
    this.connectionId = checkout.connectionId;
    this.provider = checkout.provider;
    // A payment that was canceled or paid elsewhere while the provider answered stays what it is; the checkout is watched.
    if (mayMove(this.status, 'pending')) this.moveTo('pending', 'payment.pending', at);
    else this.step('payment.updated', at, null);
  }

  /**
   * Applies what the provider says about one of its checkouts. The same snapshot twice changes nothing the second time, and
   * an older one than was already applied never takes anything back. A snapshot that does not fit holds the payment in
   * its state and asks for a review.
   */
  observe(checkout: Checkout, snapshot: PaymentSnapshot, at: Date): void {
    const misfit = this.misfitOf(checkout, snapshot);
    if (misfit !== null) return this.requireReview(misfit, at);
    this.observeDecline(checkout, snapshot, at);
    switch (snapshot.status) {
      case 'open':
      case 'processing':
        return;
      case 'authorized':
        return this.observeAuthorized(checkout, { heldUntil: snapshot.heldUntil, at });
      case 'paid':
        this.observeMoney(checkout, {
          snapshot,
          paid: snapshot.paid.value,
          refunded: snapshot.refunded.value,
          at,
        });
        return this.observeSettlement(snapshot.settlement, at);
      case 'closed':
        return this.observeClosed(checkout, { snapshot, reason: snapshot.reason, at });
      case 'missing':
        if (checkout.isLive && checkout.ageMs(at) > MISSING_IS_NEWS_AFTER_MS)
          this.requireReview('missing_at_provider', at);
        return;
      case 'unrecognised':
        return this.requireReview('unrecognised_status', at);
    }
  }

  /** The ERP's answer; it may correct an earlier one. Throws nothing: the service has checked that there is something to book. */
  book(booking: { status: 'posted' | 'rejected'; voucher: string | null; reason: string | null }, at: Date): void {
    const previous = { booking: paymentBody(this).booking };
    this.bookingStatus = booking.status;
    this.bookingVoucher = booking.voucher;
    this.bookingReason = booking.reason;
    this.bookingAt = at;
    this.bookingAwaitedSince = null;
    this.step(booking.status === 'posted' ? 'payment.booked' : 'payment.booking_rejected', at, previous);
  }

  /** The ERP has had its time to book, and has said nothing. Told once. */
  warnUnbooked(at: Date): void {
    this.bookingAwaitedSince = null;
    this.step('payment.unbooked_warning', at, null);
  }

  /** Held money goes back to the payer soon. Told once, while there is time left to capture it. */
  warnCapture(at: Date): void {
    this.captureWarned = true;
    const note = `The money is held until ${this.captureBefore?.toISOString()}: capture it before that, or cancel.`;
    this.step('payment.updated', at, null, note);
  }

  /** The ERP gave it up. The caller has made sure that no checkout can still be paid, as far as the provider can do that. */
  cancel(at: Date): void {
    this.moveTo('canceled', 'payment.canceled', at);
  }

  /** Its time ran out; as with `cancel`, no checkout can still be paid. */
  expire(at: Date): void {
    this.moveTo('expired', 'payment.expired', at);
  }

  /** The ERP has the money by another way. The caller has made sure that no checkout was paid, as far as the provider tells. */
  record(recorded: RecordedPayment, at: Date): void {
    this.recorded = recorded;
    this.amountPaid += this.amount;
    this.paid(at);
  }

  /** A refund or a capture may or may not have happened. */
  outcomeUnknown(at: Date): void {
    this.requireReview('outcome_unknown', at);
  }

  /** What may or may not have happened is known by now: nobody needs to look because of it any more. */
  outcomeKnown(note: string, at: Date): void {
    if (this.reviewReason === 'outcome_unknown') this.clearReview(note, at);
  }

  /** A person has found that the provider took nothing of the held money. */
  captureRuledOut(note: string, at: Date): void {
    if (this.reviewReason === 'outcome_unknown') this.clearReview(note, at);
    else this.step('payment.updated', at, null, note);
  }

  /** The provider surely gave nothing back, though the ERP wanted it. */
  refundFailed(at: Date): void {
    this.requireReview('refund_failed', at);
  }

  /** A person says that so much has gone back, of which the provider tells nothing. */
  refundedByWord(checkout: Checkout, { amount, at }: { amount: number; at: Date }): void {
    checkout.amountRefunded += amount;
    this.amountRefunded += amount;
    this.refunded(at);
  }

  /** More went back than by all refunds that have succeeded, and a person had ruled one out. */
  refundedUnexpectedly(at: Date): void {
    this.requireReview('surplus', at);
  }

  /** The ERP corrects what it said. Nothing happens where everything is as it was. */
  edit(changes: PaymentChanges, at: Date): void {
    const before = paymentBody(this);
    Object.assign(this, changes);
    const previous = differences(before, paymentBody(this));
    if (Object.keys(previous).length > 0) this.step('payment.updated', at, previous);
  }

  /** A person has looked. What the provider still says the same about is flagged again by the next look. */
  clearReview(note: string, at: Date): void {
    const previous = { review: paymentBody(this).review };
    this.reviewReason = null;
    this.reviewSince = null;
    this.step('payment.review_cleared', at, previous, note);
  }

  private misfitOf({ captureAmount }: Checkout, snapshot: PaymentSnapshot): ReviewReason | null {
    if (snapshot.reference !== null && snapshot.reference !== this.reference) return 'reference_mismatch';
    const taken =
      snapshot.status === 'paid' ? snapshot.paid : snapshot.status === 'authorized' ? snapshot.authorized : null;
    if (taken === null) return null;
    const returned = snapshot.status === 'paid' ? snapshot.refunded : { value: 0, currency: this.currency };
    if (taken.currency !== this.currency || returned.currency !== this.currency) return 'currency_mismatch';
    // Of held money, as much is taken as was asked for.
    const isPart = snapshot.status === 'paid' && captureAmount !== null;
    const expected = isPart ? { value: captureAmount, currency: this.currency } : this.money;
    return sameMoney(taken, expected) && returned.value <= taken.value ? null : 'amount_mismatch';
  }

  private observeAuthorized(checkout: Checkout, { heldUntil, at }: { heldUntil: Date | undefined; at: Date }): void {
    if (checkout.status === 'paid') return;
    const isNews = checkout.authorize(heldUntil);
    if (checkout.status === 'closed' || isEnded(this.status)) return this.observeUnwantedHold(checkout, at);
    if (!isNews) return;
    this.captureBefore = heldUntil ?? null;
    this.captureWarned = false;
    this.advanceTo('authorized', 'payment.authorized', at);
  }

  /** On a page that was closed, or for a payment that has ended: the payer believes to have paid, and the money is let go. */
  private observeUnwantedHold(checkout: Checkout, at: Date): void {
    if (!checkout.noteUnwantedHold(at)) return;
    const isLate = this.status === 'canceled' || this.status === 'expired';
    this.requireReview(isLate ? 'late_payment' : 'surplus', at);
  }

  private observeDecline(checkout: Checkout, { lastDecline }: PaymentSnapshot, at: Date): void {
    if (!lastDecline) return;
    // A stale read brings an earlier try back, which was told already.
    const isStale =
      checkout.lastDeclineId !== null && this.lastDecline !== null && lastDecline.at < new Date(this.lastDecline.at);
    if (!isStale && checkout.noteDecline(lastDecline)) this.declined(lastDecline, at);
  }

  private observeMoney(
    checkout: Checkout,
    { snapshot, paid, refunded, at }: { snapshot: PaymentSnapshot; paid: number; refunded: number; at: Date },
  ): void {
    const seen = this.erasedAt === null ? snapshot : withoutWords(snapshot);
    const more = checkout.takeMoney({ snapshot: seen, paid, refunded, at });
    this.amountPaid += more.paid;
    if (more.paid > 0) {
      // Paid on a page that a reconciliation found: none was ever opened.
      this.connectionId ??= checkout.connectionId;
      this.provider ??= checkout.provider;
      this.paid(at);
    }
    this.amountRefunded += more.refunded;
    if (more.refunded > 0) this.refunded(at);
  }

  private paid(at: Date): void {
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

  private refunded(at: Date): void {
    const status = this.amountRefunded < this.amountPaid ? 'partially_refunded' : 'refunded';
    // A further part of the money went back, or part of a surplus after all else had: news, but no move.
    if (mayMove(this.status, status)) this.moveTo(status, 'payment.refunded', at);
    else this.step('payment.refunded', at, null);
  }

  /** The money has reached the payee's bank: a fact of its own, apart from paid. */
  private observeSettlement(settlement: Settlement | undefined, at: Date): void {
    // Of two paid checkouts the first that settles counts; the other would take turns with it for ever.
    if (!settlement || this.settlement !== null) return;
    this.settlement = { status: 'settled', reference: settlement.reference, at: settlement.at.toISOString() };
    this.step('payment.settled', at, { settlement: null });
  }

  private observeClosed(
    checkout: Checkout,
    { snapshot, reason, at }: { snapshot: PaymentSnapshot; reason: 'canceled' | 'expired' | 'reversed'; at: Date },
  ): void {
    if (checkout.status === 'paid') {
      // A reversal gives everything back. Any other end of a paid checkout contradicts what the provider said before.
      if (reason !== 'reversed') return this.requireReview('unrecognised_status', at);
      return this.observeMoney(checkout, { snapshot, paid: checkout.amountPaid, refunded: checkout.amountPaid, at });
    }
    const wasUnwanted = checkout.endUnwantedHold();
    const isNews = checkout.close(reason, at);
    if (wasUnwanted) return this.step('payment.updated', at, null, 'The money that the provider held was let go.');
    if (!isNews) return;
    if (this.status === 'authorized') this.advanceTo('canceled', 'payment.canceled', at);
    if (this.status !== 'pending') return;
    if (checkout.lastDeclineId !== null) this.moveTo('failed', 'payment.failed', at);
    else this.moveTo('open', 'payment.updated', at);
  }

  private declined(decline: { at: Date; code: string | null; message: string | null }, at: Date): void {
    const previous = { lastDecline: this.lastDecline };
    this.lastDecline = {
      at: decline.at.toISOString(),
      code: decline.code,
      message: this.erasedAt === null ? decline.message : null,
    };
    this.step('payment.declined', at, previous);
  }

  /**
   * One reason at a time: the first stands until a person has looked, unless unexpected money comes. A refund that failed
   * takes the place of a doubt, which goes away by itself and would leave nobody told.
   */
  private requireReview(reason: ReviewReason, at: Date): void {
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
  private advanceTo(status: PaymentStatus, type: PaymentEventType, at: Date): void {
    if (this.status === status) return;
    if (mayMove(this.status, status)) this.moveTo(status, type, at);
    else this.requireReview('unrecognised_status', at);
  }

  /** The only place where a status changes. */
  private moveTo(status: PaymentStatus, type: PaymentEventType, at: Date): void {
    if (!mayMove(this.status, status)) throw new Error(`A payment cannot move from ${this.status} to ${status}`);
    const previous = { status: this.status };
    this.status = status;
    if (status !== 'authorized') this.captureBefore = null;
    this.step(type, at, previous);
  }

  private step(type: PaymentEventType, at: Date, previous: PaymentStep['previous'], note: string | null = null): void {
    this.version += 1;
    this.updatedAt = at;
    this.steps.push({ type, version: this.version, payment: paymentBody(this), previous, note });
  }
}

/** As evidence of a payment that says nothing about a person any more. */
function withoutWords(snapshot: PaymentSnapshot): PaymentSnapshot {
  const { lastDecline } = snapshot;
  return lastDecline ? { ...snapshot, lastDecline: { ...lastDecline, message: null } } : snapshot;
}

/** The fields that are not the same afterwards, as they were before. */
function differences(before: PaymentBody, after: PaymentBody): Record<string, unknown> {
  const fields = Object.entries(before) as [keyof PaymentBody, unknown][];
  return Object.fromEntries(fields.filter(([field, value]) => canonicalJson(value) !== canonicalJson(after[field])));
}
