import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes that serve every filter of every list, and what a payment's timeline tells of its looks at the provider. */
export class ListsAndLooks1763600000006 implements MigrationInterface {
  readonly name = 'ListsAndLooks1763600000006';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}

const INDEXES: Readonly<Record<string, string>> = {
  payments_of_status: 'payments (account_id, mode, status, created_at, id)',
  payments_of_booking: 'payments (account_id, mode, booking_status, created_at, id) WHERE booking_status IS NOT NULL',
  payments_in_review: 'payments (account_id, mode, created_at, id) WHERE review_reason IS NOT NULL',
  payments_paid_at: 'payments (account_id, mode, paid_at) WHERE paid_at IS NOT NULL',
  payments_customer_email: `payments (account_id, mode, lower(customer ->> 'email'), created_at, id)
   WHERE customer ->> 'email' IS NOT NULL`,
  // By value; payments without metadata, which are most, cost it nothing.
  payments_metadata: `payments USING gin (metadata jsonb_path_ops) WHERE metadata <> '{}'::jsonb`,
  links_newest: 'links (account_id, mode, created_at, id)',
  notifications_newest: 'notifications (account_id, mode, created_at, id)',
  notifications_of_status: 'notifications (account_id, mode, status, created_at, id)',
  deliveries_of_status: 'deliveries (account_id, mode, endpoint_id, status, event_id)',
  received_webhooks_of_payments: 'received_webhooks USING gin (provider_payment_ids)',
};

const UP = [
  ...Object.entries(INDEXES).map(([name, place]) => `CREATE INDEX ${name} ON ${place}`),
  // Why a provider surely made none.
  'ALTER TABLE checkouts ADD COLUMN failure jsonb',
  // Looks with the same answer in a row are one row that counts them.
  `CREATE TABLE looks (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    checkout_id uuid NOT NULL,
    outcome text NOT NULL,
    detail text,
    times integer NOT NULL,
    first_at timestamptz(3) NOT NULL,
    last_at timestamptz(3) NOT NULL,
    duration_ms integer NOT NULL,
    CONSTRAINT looks_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT looks_checkout FOREIGN KEY (account_id, mode, checkout_id) REFERENCES checkouts (account_id, mode, id)
  )`,
  'CREATE INDEX looks_of_checkout ON looks (account_id, mode, checkout_id, last_at)',
];

const DOWN = [
  'DROP TABLE looks',
  'ALTER TABLE checkouts DROP COLUMN failure',
  ...Object.keys(INDEXES).map((name) => `DROP INDEX ${name}`),
];
