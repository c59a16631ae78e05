import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Instant } from '../database/columns.js';
import { OwnedRow } from '../database/owned-row.js';
import { isPaid, type PaymentStatus } from '../payments/payment-status.js';
import { Payment } from '../payments/payment.entity.js';

export const LINK_STATUSES = ['active', 'paid', 'canceled', 'expired'] as const;

export type LinkStatus = (typeof LINK_STATUSES)[number];

export interface Reminder {
  readonly days: number;
  readonly relativeTo: 'due' | 'sent';
}

/** A URL on our domain that leads a payer to a payment. Its status follows from the payment's and from its own two instants. */
@Entity('links')
@Check('links_mode', `mode IN ('sandbox', 'live')`)
@ForeignKey(() => Payment, ['accountId', 'mode', 'paymentId'], ['accountId', 'mode', 'id'], { name: 'links_payment' })
@Index('links_token', ['tokenHash'], { unique: true })
@Index('links_newest', ['accountId', 'mode', 'createdAt', 'id'])
@Index('links_of_payment', ['accountId', 'mode', 'paymentId', 'createdAt'])
export class Link extends OwnedRow {
  @Column('uuid')
  paymentId: string;

  /** SHA-256 of the token: how a visitor's link is found. */
  @Column('bytea')
  tokenHash: Buffer;

  /** The token, sealed: the ERP and reminders need the URL again. */
  @Column('text')
  token: string;

  @Instant()
  expiresAt: Date;

  @Instant({ nullable: true })
  canceledAt: Date | null;

  @Column('integer')
  opensByPeople: number;

  @Column('integer')
  opensByScanners: number;

  @Instant({ nullable: true })
  firstOpenedAt: Date | null;

  @Instant({ nullable: true })
  lastOpenedAt: Date | null;

  @Column('jsonb')
  reminders: Reminder[];

  @Instant()
  createdAt: Date;

  /** `links.list.ts` says the same in SQL. */
  statusFor(payment: { readonly status: PaymentStatus; readonly expiresAt: Date | null }, at: Date): LinkStatus {
    if (isPaid(payment.status) || payment.status === 'authorized') return 'paid';
    if (this.canceledAt !== null || payment.status === 'canceled') return 'canceled';
    if (payment.status === 'expired' || at >= this.expiresAt) return 'expired';
    return payment.expiresAt !== null && at >= payment.expiresAt ? 'expired' : 'active';
  }
}
