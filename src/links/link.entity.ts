import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Instant } from '../database/columns.js';
import { OwnedRow, type DueRow } from '../database/owned-row.js';
import type { Reminder } from '../notifications/reminders/reminder.js';
import { isPaid, type PaymentStatus } from '../payments/payment-status.js';
import { Payment } from '../payments/payment.entity.js';

export const LINK_STATUSES = ['active', 'paid', 'canceled', 'expired'] as const;

export type LinkStatus = (typeof LINK_STATUSES)[number];

/** A URL on our domain that leads a payer to a payment. Its status follows from the payment's and from its own two instants. */
@Entity('links')
@Check('links_mode', `mode IN ('sandbox', 'live')`)
@ForeignKey(() => Payment, ['accountId', 'mode', 'paymentId'], ['accountId', 'mode', 'id'], { name: 'links_payment' })
@Index('links_token', ['tokenHash'], { unique: true })
@Index('links_newest', ['accountId', 'mode', 'createdAt', 'id'])
@Index('links_of_payment', ['accountId', 'mode', 'paymentId', 'createdAt'])
@Index('links_due', ['dueAt'], { where: 'due_at IS NOT NULL' })
export class Link extends OwnedRow implements DueRow {
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

  /** When it runs out and that has to be told; null: it was told, or never will be. */
  @Instant({ nullable: true })
  dueAt: Date | null;

  @Instant({ nullable: true })
  leasedUntil: Date | null;

  @Column('integer', { default: 0 })
  fence: number;
  /** When the payer asked not to be reminded of this link any more. */
  @Instant({ nullable: true })
  remindersStoppedAt: Date | null;

  @Instant()
  createdAt: Date;

  /** Its own end or its payment's, whichever is first. */
  endFor(payment: { readonly expiresAt: Date | null }): Date {
    return payment.expiresAt !== null && payment.expiresAt < this.expiresAt ? payment.expiresAt : this.expiresAt;
  }

  /** `links.list.ts` says the same in SQL. */
  statusFor(payment: { readonly status: PaymentStatus; readonly expiresAt: Date | null }, at: Date): LinkStatus {
    if (isPaid(payment.status) || payment.status === 'authorized') return 'paid';
    if (this.canceledAt !== null || payment.status === 'canceled') return 'canceled';
    return payment.status === 'expired' || at >= this.endFor(payment) ? 'expired' : 'active';
  }
}
