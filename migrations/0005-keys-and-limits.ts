import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a list of keys shows, the name that mail comes from, and how much each account has asked lately. */
export class KeysAndLimits1763600000005 implements MigrationInterface {
  readonly name = 'KeysAndLimits1763600000005';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE accounts ADD COLUMN mail_sender_name text');
    await queryRunner.query('ALTER TABLE api_keys ADD COLUMN last_four text, ADD COLUMN last_used_at timestamptz(3)');
    // Unlogged, since it is written with every request: no WAL, so no flush to wait for. After a crash it is empty, which
    // only means that every account may begin with a full burst. The free space keeps the updates inside their page.
    await queryRunner.query(`CREATE UNLOGGED TABLE rate_limits (
      account_id uuid NOT NULL,
      mode text NOT NULL,
      full_at timestamptz NOT NULL,
      CONSTRAINT rate_limits_pkey PRIMARY KEY (account_id, mode),
      CONSTRAINT rate_limits_account FOREIGN KEY (account_id) REFERENCES accounts (id)
    ) WITH (fillfactor = 20)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE rate_limits');
    await queryRunner.query('ALTER TABLE api_keys DROP COLUMN last_four, DROP COLUMN last_used_at');
    await queryRunner.query('ALTER TABLE accounts DROP COLUMN mail_sender_name');
  }
}
