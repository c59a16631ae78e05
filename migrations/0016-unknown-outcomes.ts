import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when an outcome is unknown, and what a person found; held money that nobody wants; until when held money can be taken. */
export class UnknownOutcomes1763600000016 implements MigrationInterface {
  readonly name = 'UnknownOutcomes1763600000016';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}

const UP = [
  `ALTER TABLE checkouts
    ADD COLUMN capture_asked_at timestamptz(3),
    ADD COLUMN unwanted_hold_since timestamptz(3)`,
  'UPDATE checkouts SET capture_asked_at = coalesce(looked_at, created_at) WHERE capture_amount IS NOT NULL',
  `ALTER TABLE checkouts
    DROP CONSTRAINT checkouts_capture,
    ADD CONSTRAINT checkouts_capture CHECK ((capture_amount IS NULL) = (capture_request_id IS NULL) AND (capture_amount IS NULL) = (capture_asked_at IS NULL) AND coalesce(capture_amount >= 1, true))`,
  `CREATE INDEX checkouts_capture_outstanding ON checkouts (capture_asked_at)
    WHERE status = 'authorized' AND capture_asked_at IS NOT NULL`,
  'CREATE INDEX checkouts_unwanted_hold ON checkouts (unwanted_hold_since) WHERE unwanted_hold_since IS NOT NULL',

  `ALTER TABLE payments
    ADD COLUMN capture_before timestamptz(3),
    ADD COLUMN capture_warned boolean NOT NULL DEFAULT false`,
  `UPDATE payments SET capture_before = c.expires_at FROM checkouts c
   WHERE payments.status = 'authorized' AND c.status = 'authorized'
     AND c.account_id = payments.account_id AND c.mode = payments.mode AND c.payment_id = payments.id`,
  `CREATE INDEX payments_capture_unwarned ON payments (capture_before)
    WHERE capture_before IS NOT NULL AND NOT capture_warned`,

  'ALTER TABLE refunds ADD COLUMN resolution jsonb',
  `CREATE INDEX refunds_unknown ON refunds (sent_at) WHERE status = 'unknown'`,
];

const DOWN = [
  'DROP INDEX refunds_unknown',
  'ALTER TABLE refunds DROP COLUMN resolution',
  'ALTER TABLE payments DROP COLUMN capture_warned, DROP COLUMN capture_before',
  'ALTER TABLE checkouts DROP CONSTRAINT checkouts_capture, DROP COLUMN unwanted_hold_since, DROP COLUMN capture_asked_at',
  `ALTER TABLE checkouts ADD CONSTRAINT checkouts_capture
    CHECK ((capture_amount IS NULL) = (capture_request_id IS NULL) AND coalesce(capture_amount >= 1, true))`,
];
