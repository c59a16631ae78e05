import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Instant } from '../database/columns.js';
import { DueRow } from '../database/owned-row.js';

/** What is said: pay here, it is still to be paid, or thank you. */
export const NOTIFICATION_KINDS = ['link', 'reminder', 'receipt'] as const;

export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

export type NotificationStatus = 'queued' | 'sent' | 'failed' | 'suppressed';

/** One message on its way to one payer. */
@Entity('notifications')
@Check('notifications_status', `status IN ('queued', 'sent', 'failed', 'suppressed')`)
@Check('notifications_kind', `kind IN ('link', 'reminder', 'receipt')`)
@Check('notifications_occasion', `(kind = 'link') = (occasion IS NULL)`)
@ForeignKey('Link', ['accountId', 'mode', 'linkId'], ['accountId', 'mode', 'id'], { name: 'notifications_link' })
@Index('notifications_of_link', ['accountId', 'mode', 'linkId', 'createdAt'])
@Index('notifications_newest', ['accountId', 'mode', 'createdAt', 'id'])
@Index('notifications_of_status', ['accountId', 'mode', 'status', 'createdAt', 'id'])
@Index('notifications_once', ['accountId', 'mode', 'linkId', 'occasion'], { unique: true })
@Index('notifications_one_reminder_a_day', ['accountId', 'mode', 'linkId', 'reminderDay'], { unique: true })
// Over an expression, which TypeORM cannot say; the migration makes it.
@Index('notifications_recipient', { synchronize: false })
@Index('notifications_due', ['dueAt'], { where: 'due_at IS NOT NULL' })
export class Notification extends DueRow {
  @Column('uuid')
  linkId: string;

  @Column('text')
  kind: NotificationKind;

  /** What it is sent for once and never again: `due-3`, `sent+7`, `receipt`; null: whenever the ERP asks. */
  @Column('text', { nullable: true })
  occasion: string | null;

  /** The day that a reminder takes up, by the account's calendar: there is one reminder a day of each link. */
  @Column('date', { nullable: true })
  reminderDay: string | null;

  /** One bare address; empty once it is erased. */
  @Column('text')
  recipient: string;

  @Column('text')
  locale: string;

  /** The ERP's own words to the payer. */
  @Column('text', { nullable: true })
  message: string | null;

  @Column('text')
  status: NotificationStatus;

  @Column('integer')
  attempts: number;

  /** Why the last attempt failed; no addresses in it. */
  @Column('text', { nullable: true })
  error: string | null;

  @Instant({ nullable: true })
  sentAt: Date | null;

  @Instant()
  createdAt: Date;
}
