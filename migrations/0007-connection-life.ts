import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A connection that is deleted stays, for the payments that were made through it; and what the last check of it found. */
export class ConnectionLife1763600000007 implements MigrationInterface {
  readonly name = 'ConnectionLife1763600000007';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE connections ADD verification jsonb, ADD deleted_at timestamptz(3)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE connections DROP verification, DROP deleted_at');
  }
}
