import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each connection may call its provider next, so that all processes together keep the provider's pace. */
export class ProviderPace1763600000003 implements MigrationInterface {
  readonly name = 'ProviderPace1763600000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE provider_paces (
      account_id uuid NOT NULL,
      mode text NOT NULL,
      id uuid NOT NULL,
      free_at timestamptz(3) NOT NULL,
      CONSTRAINT provider_paces_pkey PRIMARY KEY (account_id, mode, id),
      CONSTRAINT provider_paces_connection FOREIGN KEY (account_id, mode, id) REFERENCES connections (account_id, mode, id)
    )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE provider_paces');
  }
}
