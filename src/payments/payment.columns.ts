import { Column } from 'typeorm';
import type { Money } from '../common/money.js';
import { BigNumber, Instant } from '../database/columns.js';
import { OwnedRow } from '../database/owned-row.js';
import type {
  BookingStatus,
  Customer,
  LastDecline,
  PaymentItem,
  RecordedPayment,
  ReviewReason,
  SettlementFact,
} from './payment-facts.js';
import type { PaymentStatus } from './payment-status.js';

/** What is known of a payment. */
export abstract class PaymentColumns extends OwnedRow {
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

  get money(): Money {
    return { value: this.amount, currency: this.currency };
  }
}
