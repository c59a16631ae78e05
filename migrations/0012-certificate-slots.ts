import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One certificate of an endpoint at a time. */
export class CertificateSlots1763600000012 implements MigrationInterface {
  readonly name = 'CertificateSlots1763600000012';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE certificate_slots (
      account_id uuid NOT NULL,
      mode text NOT NULL,
      endpoint_id uuid NOT NULL,
      free_at timestamptz(3) NOT NULL,
      CONSTRAINT certificate_slots_pkey PRIMARY KEY (account_id, mode, endpoint_id),
      CONSTRAINT certificate_slots_endpoint FOREIGN KEY (account_id, mode, endpoint_id) REFERENCES endpoints (account_id, mode, id)
    )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE certificate_slots');
  }
}
