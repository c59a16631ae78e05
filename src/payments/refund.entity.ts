import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { Money } from '../common/money.js';
import { BigNumber, Instant } from '../database/columns.js';
import { DueRow } from '../database/owned-row.js';
import { Checkout } from './checkout.entity.js';
import { Payment } from './payment.entity.js';

export const REFUND_STATUSES = ['pending', 'succeeded', 'failed', 'unknown'] as const;

export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** For people: no secrets and no payer data. */
export interface RefundFailure {
  readonly code: string;
  readonly message: string;
}

/** What a person found out of a refund whose outcome no provider told. */
export interface RefundResolution {
  readonly note: string;
  readonly at: string;
}

/**
 * Money that is to go back, of one checkout. The row is written before the provider is called and holds its amount back
 * from other refunds, so that a crash in between leaves a trace and none of them gives back more than was paid.
 */
@Entity('refunds')
@Check('refunds_status', `status IN (${REFUND_STATUSES.map((status) => `'${status}'`).join(', ')})`)
@Check('refunds_amount', 'amount >= 1')
@Check('refunds_unknown_was_sent', `status <> 'unknown' OR sent_at IS NOT NULL`)
@Check('refunds_due', `(due_at IS NULL) = (status IN ('succeeded', 'failed'))`)
@ForeignKey(() => Payment, ['accountId', 'mode', 'paymentId'], ['accountId', 'mode', 'id'], { name: 'refunds_payment' })
@ForeignKey(() => Checkout, ['accountId', 'mode', 'checkoutId'], ['accountId', 'mode', 'id'], {
  name: 'refunds_checkout',
})
@Index('refunds_of_payment', ['accountId', 'mode', 'paymentId', 'createdAt', 'id'])
@Index('refunds_of_checkout', ['accountId', 'mode', 'checkoutId'])
@Index('refunds_unknown', ['sentAt'], { where: `status = 'unknown'` })
@Index('refunds_due_at', ['dueAt'], { where: 'due_at IS NOT NULL' })
export class Refund extends DueRow {
  @Column('uuid')
  paymentId: string;

  @Column('uuid')
  checkoutId: string;

  /** Minor units. */
  @BigNumber()
  amount: number;

  @Column('text')
  currency: string;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  status: RefundStatus;

  /** Since when the provider may know of it; null while it surely does not. Noted before each call. */
  @Instant({ nullable: true })
  sentAt: Date | null;

  /** The provider has accepted, under this name of its own; null until then. */
  @Column('text', { nullable: true })
  providerRefundId: string | null;

  /** Why it failed, or what the last try met. */
  @Column('jsonb', { nullable: true })
  failure: RefundFailure | null;

  /** A person, not the provider, has said what became of it. */
  @Column('jsonb', { nullable: true })
  resolution: RefundResolution | null;

  /** Times that somebody was at it. */
  @Column('integer')
  tries: number;

  @Instant()
  createdAt: Date;

  @Instant()
  updatedAt: Date;

  get money(): Money {
    return { value: this.amount, currency: this.currency };
  }

  /** It may still come to a success, so its amount is spoken for. */
  get isOpen(): boolean {
    return this.status === 'pending' || this.status === 'unknown';
  }

  get isAccepted(): boolean {
    return this.providerRefundId !== null;
  }

  /** The last word: nothing is done about it any more. */
  end(status: 'succeeded' | 'failed', failure: RefundFailure | null, at: Date): void {
    this.status = status;
    this.failure = failure;
    this.updatedAt = at;
    this.dueAt = null;
    this.leasedUntil = null;
  }
}
