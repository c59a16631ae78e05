import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Instant } from '../database/columns.js';
import type { Mode } from '../gateways/payment-gateway.js';

/** Hours of the account's own clock, within which payers are reminded: from 0 up to 23, to 1 up to 24. */
export interface ReminderWindow {
  readonly fromHour: number;
  readonly toHour: number;
}

/** A tenant: one company with its keys, connections and payments. */
@Entity('accounts')
export class Account {
  @PrimaryColumn('uuid')
  id: string;

  /** As payers see it. */
  @Column('text')
  name: string;

  /** Who mail says it comes from; null: the name. */
  @Column('text', { nullable: true })
  mailSenderName: string | null;

  @Column('text', { nullable: true })
  supportEmail: string | null;

  @Column('text', { nullable: true })
  supportPhone: string | null;

  @Column('text', { nullable: true })
  supportUrl: string | null;

  @Column('text', { nullable: true })
  logoUrl: string | null;

  /** `#rrggbb`. */
  @Column('text', { nullable: true })
  colour: string | null;

  /** BCP 47, of pages and mail where the payer's is unknown. */
  @Column('text')
  locale: string;

  /** IANA name. */
  @Column('text')
  timeZone: string;

  /** `https://erp.example.com`: where payers may be led after paying; empty: anywhere. */
  @Column('text', { array: true, default: '{}' })
  returnOrigins: string[];

  /** How often the secret that signs the way back was rotated, by mode. */
  @Column('jsonb', { default: '{}' })
  returnSecretVersions: Partial<Record<Mode, number>>;
  @Column('jsonb')
  reminderWindow: ReminderWindow;

  /** Whether a payer whose link was mailed gets a mail when the payment is paid. */
  @Column('boolean')
  receipts: boolean;

  /** After how many days without a change a payment that has ended is erased; null: never by itself. */
  @Column('integer', { nullable: true })
  personalDataDays: number | null;

  @Instant()
  createdAt: Date;

  mayReturnTo(returnUrl: string): boolean {
    return this.returnOrigins.length === 0 || this.returnOrigins.includes(new URL(returnUrl).origin);
  }

  get sender(): string {
    return this.mailSenderName ?? this.name;
  }
}
