import { Check, Entity, ForeignKey, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Connection } from '../connections/connection.entity.js';
import { canonicalJson } from '../common/canonical-json.js';
import type { PaymentSnapshot, Settlement } from '../gateways/payment-gateway.js';
import type { Checkout } from './checkout.entity.js';
import { paymentBody, type PaymentBody } from './payment-body.js';
import type { RecordedPayment } from './payment-facts.js';
import { misfitOf } from './payment-misfit.js';
import { isEnded, mayMove, PAYMENT_STATUSES } from './payment-status.js';
import { PaymentMoves } from './payment.moves.js';

/** What the ERP may change of a payment that exists. */
export type PaymentChanges = Partial<
  Pick<Payment, 'amount' | 'currency' | 'description' | 'customer' | 'returnUrl' | 'expiresAt' | 'dueAt' | 'metadata'>
>;

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
@Index('payments_of_erasure', ['accountId', 'mode', 'erasureId', 'erasedAt'], { where: 'erasure_id IS NOT NULL' })
@Index('payments_unchanged', ['accountId', 'mode', 'updatedAt'], {
  where: `erased_at IS NULL AND erasure_id IS NULL AND status IN ('paid', 'partially_refunded', 'refunded', 'canceled', 'expired')`,
})
// Of kinds that TypeORM cannot say; the migration makes them.
@Index('payments_customer_email', { synchronize: false })
@Index('payments_metadata', { synchronize: false })
export class Payment extends PaymentMoves {
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
    const misfit = misfitOf(this, checkout, snapshot);
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
