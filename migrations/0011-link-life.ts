import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a link's time runs out is due work on its row; where payers may be led after paying, and what signs that. */
export class LinkLife1763600000011 implements MigrationInterface {
  readonly name = 'LinkLife1763600000011';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}

const UP = [
  `ALTER TABLE links
    ADD COLUMN due_at timestamptz(3),
    ADD COLUMN leased_until timestamptz(3),
    ADD COLUMN fence integer NOT NULL DEFAULT 0`,
  // Links that have run out before this are no news.
  `UPDATE links SET due_at = least(links.expires_at, payments.expires_at) FROM payments
    WHERE payments.account_id = links.account_id AND payments.mode = links.mode AND payments.id = links.payment_id
      AND payments.status IN ('open', 'pending', 'failed') AND links.canceled_at IS NULL
      AND least(links.expires_at, payments.expires_at) > now()`,
  'CREATE INDEX links_due ON links (due_at) WHERE due_at IS NOT NULL',
  `ALTER TABLE accounts
    ADD COLUMN return_origins text[] NOT NULL DEFAULT '{}',
    ADD COLUMN return_secret_versions jsonb NOT NULL DEFAULT '{}'`,
];

const DOWN = [
  'ALTER TABLE accounts DROP COLUMN return_secret_versions, DROP COLUMN return_origins',
  'DROP INDEX links_due',
  'ALTER TABLE links DROP COLUMN fence, DROP COLUMN leased_until, DROP COLUMN due_at',
];
