import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deliveries are claimed endpoint by endpoint, so that a slow one holds up only its own. */
export class DueDeliveries1763600000004 implements MigrationInterface {
  readonly name = 'DueDeliveries1763600000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX deliveries_due_at');
    await queryRunner.query(
      'CREATE INDEX deliveries_next ON deliveries (account_id, mode, endpoint_id, due_at) WHERE due_at IS NOT NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX deliveries_next');
    await queryRunner.query('CREATE INDEX deliveries_due_at ON deliveries (due_at) WHERE due_at IS NOT NULL');
  }
}
