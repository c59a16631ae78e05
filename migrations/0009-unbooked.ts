import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Paid and not booked: what is due a warning, and how many there are and since when. */
export class Unbooked1763600000009 implements MigrationInterface {
  readonly name = 'Unbooked1763600000009';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}

const UP = [
  'ALTER TABLE payments ADD COLUMN booking_awaited_since timestamptz(3)',
  // Those that were paid before are as unbooked as those to come.
  `UPDATE payments SET booking_awaited_since = paid_at WHERE booking_status = 'unbooked'`,
  `ALTER TABLE payments ADD CONSTRAINT payments_booking_awaited
   CHECK (booking_awaited_since IS NULL OR booking_status IS NOT DISTINCT FROM 'unbooked')`,
  `CREATE INDEX payments_booking_due ON payments (booking_awaited_since) WHERE booking_awaited_since IS NOT NULL`,
  `CREATE INDEX payments_unbooked ON payments (mode, paid_at) WHERE booking_status = 'unbooked'`,
];

const DOWN = ['DROP INDEX payments_unbooked', 'ALTER TABLE payments DROP COLUMN booking_awaited_since'];
