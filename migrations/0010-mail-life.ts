import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reminders and receipts: what an account allows, what a payer has stopped, and that nobody gets one twice. */
export class MailLife1763600000010 implements MigrationInterface {
  readonly name = 'MailLife1763600000010';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}

const UP = [
  `ALTER TABLE accounts
    ADD COLUMN reminder_window jsonb NOT NULL DEFAULT '{"fromHour": 9, "toHour": 18}',
    ADD COLUMN receipts boolean NOT NULL DEFAULT false`,
  'ALTER TABLE accounts ALTER COLUMN reminder_window DROP DEFAULT, ALTER COLUMN receipts DROP DEFAULT',
  'ALTER TABLE links ADD COLUMN reminders_stopped_at timestamptz(3)',
  // `occasion` is what a message is sent for once and never again; `reminder_day` is the day it takes up, by the account's
  // calendar: two workers that would both remind a payer today meet at the index.
  `ALTER TABLE notifications
    ADD COLUMN occasion text,
    ADD COLUMN reminder_day date,
    ADD CONSTRAINT notifications_kind CHECK (kind IN ('link', 'reminder', 'receipt')),
    ADD CONSTRAINT notifications_occasion CHECK ((kind = 'link') = (occasion IS NULL))`,
  'CREATE UNIQUE INDEX notifications_once ON notifications (account_id, mode, link_id, occasion)',
  'CREATE UNIQUE INDEX notifications_one_reminder_a_day ON notifications (account_id, mode, link_id, reminder_day)',
  // How far the events of an account that sends receipts are read.
  `CREATE TABLE receipt_positions (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT receipt_positions_pkey PRIMARY KEY (account_id, mode),
    CONSTRAINT receipt_positions_account FOREIGN KEY (account_id) REFERENCES accounts (id)
  )`,
];

const DOWN = [
  'DROP TABLE receipt_positions',
  'DROP INDEX notifications_one_reminder_a_day',
  'DROP INDEX notifications_once',
  `ALTER TABLE notifications DROP CONSTRAINT notifications_occasion, DROP CONSTRAINT notifications_kind,
    DROP COLUMN reminder_day, DROP COLUMN occasion`,
  'ALTER TABLE links DROP COLUMN reminders_stopped_at',
  'ALTER TABLE accounts DROP COLUMN receipts, DROP COLUMN reminder_window',
];
