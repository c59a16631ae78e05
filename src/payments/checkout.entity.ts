import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Connection } from '../connections/connection.entity.js';
import { BigNumber, Instant } from '../database/columns.js';
import { DueRow } from '../database/owned-row.js';
import type { Decline, PaymentSnapshot } from '../gateways/payment-gateway.js';
import { Payment } from './payment.entity.js';

export type CheckoutStatus = 'creating' | 'open' | 'authorized' | 'paid' | 'closed';

/** Why a checkout is closed. `not_created`: the provider surely holds none. */
export type ClosedReason = 'canceled' | 'expired' | 'reversed' | 'not_created' | 'mismatch';

/** For people: no secrets and no payer data. */
export interface CheckoutFailure {
  readonly code: string;
  readonly message: string;
}

/** How a page came to light that no row of ours stood for. */
export interface FoundAtProvider {
  /** RFC 3339. */
  readonly at: string;
  /** What the provider said of it when it was found. */
  readonly status: PaymentSnapshot['status'];
  /** What it was known by: the id of the checkout whose creation was lost, or the payment's reference and amount. */
  readonly by: 'checkout' | 'reference';
}

/**
 * The provider's hosted page for one payment. Its row is written before the provider is called, so that a crash in
 * between leaves a trace; `due_at` is the next look at the provider, or, while `creating`, the time to find out what
 * became of it.
 */
@Entity('checkouts')
@Check('checkouts_status', `status IN ('creating', 'open', 'authorized', 'paid', 'closed')`)
@Check('checkouts_created', `status IN ('creating', 'closed') OR provider_payment_id IS NOT NULL`)
@Check('checkouts_refunded_elsewhere', 'refunded_elsewhere >= 0 AND refunded_elsewhere <= amount_refunded')
@Check(
  'checkouts_capture',
  '(capture_amount IS NULL) = (capture_request_id IS NULL) AND (capture_amount IS NULL) = (capture_asked_at IS NULL) AND coalesce(capture_amount >= 1, true)',
)
@Check('checkouts_paid_has_evidence', `status <> 'paid' OR evidence IS NOT NULL`)
@ForeignKey(() => Payment, ['accountId', 'mode', 'paymentId'], ['accountId', 'mode', 'id'], {
  name: 'checkouts_payment',
})
@ForeignKey(() => Connection, ['accountId', 'mode', 'connectionId'], ['accountId', 'mode', 'id'], {
  name: 'checkouts_connection',
})
@Index('checkouts_one_live', ['accountId', 'mode', 'paymentId'], {
  unique: true,
  where: `status IN ('creating', 'open', 'authorized')`,
})
@Index('checkouts_provider_payment', ['accountId', 'mode', 'connectionId', 'providerPaymentId'], { unique: true })
@Index('checkouts_return_token', ['returnTokenHash'], { unique: true })
@Index('checkouts_of_payment', ['accountId', 'mode', 'paymentId', 'createdAt'])
@Index('checkouts_due', ['dueAt'], { where: 'due_at IS NOT NULL' })
@Index('checkouts_capture_outstanding', ['captureAskedAt'], {
  where: `status = 'authorized' AND capture_asked_at IS NOT NULL`,
})
@Index('checkouts_unwanted_hold', ['unwantedHoldSince'], { where: 'unwanted_hold_since IS NOT NULL' })
@Index('checkouts_live', ['accountId', 'mode', 'connectionId', 'id'], {
  where: `status IN ('creating', 'open', 'authorized')`,
})
@Index('checkouts_found', ['accountId', 'mode', 'createdAt'], { where: 'found IS NOT NULL' })
export class Checkout extends DueRow {
  @Column('uuid')
  paymentId: string;

  @Column('uuid')
  connectionId: string;

  @Column('text')
  provider: string;

  /** null until the provider has answered. */
  @Column('text', { nullable: true })
  providerPaymentId: string | null;

  @Column('text', { nullable: true })
  url: string | null;

  @Column('text')
  status: CheckoutStatus;

  @Column('text', { nullable: true })
  closedReason: ClosedReason | null;

  /** Why the provider surely made none; null unless closed as `not_created` or `mismatch`. */
  @Column('jsonb', { nullable: true })
  failure: CheckoutFailure | null;

  /** null, unless a reconciliation found the page at the provider: its row was written afterwards then. */
  @Column('jsonb', { nullable: true })
  found: FoundAtProvider | null;

  /** SHA-256 of the token in `/r/<token>`, where payers without a link come back. */
  @Column('bytea')
  returnTokenHash: Buffer;

  @BigNumber()
  amountPaid: number;

  @BigNumber()
  amountRefunded: number;

  /** The part of `amountRefunded` that no refund of ours explains: it went back at the provider's own counter. */
  @BigNumber({ default: 0 })
  refundedElsewhere: number;

  /** Of held money, what the provider was asked to take; null while it was not asked, or surely took nothing. */
  @BigNumber({ nullable: true })
  captureAmount: number | null;

  /** Whose request asked for that: its retry goes on with it. */
  @Column('uuid', { nullable: true })
  captureRequestId: string | null;

  /** When it was asked for first. */
  @Instant({ nullable: true })
  captureAskedAt: Date | null;

  /** Since when money is held here that nobody will take, and that is therefore let go; null when none is. */
  @Instant({ nullable: true })
  unwantedHoldSince: Date | null;

  /** The provider's id of the last decline that was told. */
  @Column('text', { nullable: true })
  lastDeclineId: string | null;

  /** The snapshot that proved the payment. */
  @Column('jsonb', { nullable: true })
  evidence: object | null;

  @Instant({ nullable: true })
  expiresAt: Date | null;

  /** When the payer was last sent there; the look schedule counts from here. */
  @Instant({ nullable: true })
  sentAt: Date | null;

  /** When the provider last answered. */
  @Instant({ nullable: true })
  lookedAt: Date | null;

  /** Since when somebody waits for a look; null once one that began afterwards has answered. By the database's clock. */
  @Instant({ nullable: true })
  lookAskedAt: Date | null;

  /** Looks that failed in a row. */
  @Column('integer')
  failedLooks: number;

  @Instant()
  createdAt: Date;

  @Instant({ nullable: true })
  closedAt: Date | null;

  /** It exists at the provider, or may, and can perhaps be paid. */
  get isLive(): boolean {
    return this.status === 'creating' || this.status === 'open' || this.status === 'authorized';
  }

  /** The provider was asked to take held money, and does not say yet that it has. */
  get isCaptureOutstanding(): boolean {
    return this.status === 'authorized' && this.captureAmount !== null;
  }

  /** Money is held that nobody wants, and nobody has tried to take. */
  get mayLetGo(): boolean {
    return this.unwantedHoldSince !== null && !this.isCaptureOutstanding;
  }

  /** Somebody asked for a look and has had none since: a payer who returned, a provider that told news. */
  get isAwaited(): boolean {
    return this.lookAskedAt !== null;
  }

  ageMs(at: Date): number {
    return at.getTime() - this.createdAt.getTime();
  }

  /** Answers whether the decline is news. */
  noteDecline(decline: Decline): boolean {
    if (this.lastDeclineId === decline.id) return false;
    this.lastDeclineId = decline.id;
    return true;
  }

  /** Answers whether that is news. */
  authorize(heldUntil: Date | undefined): boolean {
    if (this.status !== 'open') return false;
    this.status = 'authorized';
    // The page's own end means nothing any more.
    if (heldUntil) this.expiresAt = heldUntil;
    return true;
  }

  /** Answers whether that is news. */
  noteUnwantedHold(at: Date): boolean {
    if (this.unwantedHoldSince !== null) return false;
    this.unwantedHoldSince = at;
    return true;
  }

  /** Answers whether money was held here that nobody wanted. */
  endUnwantedHold(): boolean {
    const wasHeld = this.unwantedHoldSince !== null;
    this.unwantedHoldSince = null;
    return wasHeld;
  }

  /** Answers how much more was paid and refunded than was known. Less than was known is an old answer, and changes nothing. */
  takeMoney(seen: { snapshot: PaymentSnapshot; paid: number; refunded: number; at: Date }): {
    paid: number;
    refunded: number;
  } {
    const paid = Math.max(0, seen.paid - this.amountPaid);
    const refunded = Math.max(0, seen.refunded - this.amountRefunded);
    if (paid === 0 && refunded === 0) return { paid, refunded };
    this.amountPaid += paid;
    this.amountRefunded += refunded;
    this.status = 'paid';
    this.unwantedHoldSince = null;
    this.closedReason = null;
    this.closedAt ??= seen.at;
    // A reversal names no sums: the proof of the payment stays.
    if (seen.snapshot.status === 'paid') this.evidence = seen.snapshot;
    return { paid, refunded };
  }

  /** Answers whether that is news. */
  close(reason: ClosedReason, at: Date): boolean {
    if (!this.isLive) return false;
    this.status = 'closed';
    this.closedReason = reason;
    this.closedAt = at;
    return true;
  }
}

/** What a new row begins with, however it came to be: no money has moved, and nobody has looked. */
export const UNTOUCHED = {
  amountPaid: 0,
  amountRefunded: 0,
  refundedElsewhere: 0,
  captureAmount: null,
  captureRequestId: null,
  captureAskedAt: null,
  unwantedHoldSince: null,
  failedLooks: 0,
  fence: 0,
} as const satisfies Partial<Checkout>;
