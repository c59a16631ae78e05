import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each connection has been compared with its provider's own list, and what that brought. */
export class Reconciliations1763600000014 implements MigrationInterface {
  readonly name = 'Reconciliations1763600000014';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}

const UP = [
  // A page that was found at the provider, and has its row only since then.
  'ALTER TABLE checkouts ADD COLUMN found jsonb',
  'CREATE INDEX checkouts_found ON checkouts (account_id, mode, created_at) WHERE found IS NOT NULL',
  `CREATE INDEX checkouts_live ON checkouts (account_id, mode, connection_id, id)
   WHERE status IN ('creating', 'open', 'authorized')`,

  // One of each connection, whose id it has: when the next run is due, and how far the one under way has come.
  `CREATE TABLE reconciliations (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    due_at timestamptz(3),
    leased_until timestamptz(3),
    fence integer NOT NULL,
    through timestamptz(3),
    next_day text,
    reconciled_to timestamptz(3),
    finished_at timestamptz(3),
    failed_tries integer NOT NULL,
    failing_since timestamptz(3),
    failure jsonb,
    created_at timestamptz(3) NOT NULL,
    CONSTRAINT reconciliations_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT reconciliations_under_way CHECK ((next_day IS NULL) = (through IS NULL)),
    CONSTRAINT reconciliations_connection FOREIGN KEY (account_id, mode, id) REFERENCES connections (account_id, mode, id)
  )`,
  'CREATE INDEX reconciliations_due ON reconciliations (due_at) WHERE due_at IS NOT NULL',

  // What the newest look at a UTC day of a connection brought.
  `CREATE TABLE reconciled_days (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    day text NOT NULL,
    checked_at timestamptz(3) NOT NULL,
    through timestamptz(3) NOT NULL,
    listed integer,
    unknown integer,
    in_flight integer,
    differences integer,
    missing integer,
    asked integer NOT NULL,
    CONSTRAINT reconciled_days_pkey PRIMARY KEY (account_id, mode, id, day),
    CONSTRAINT reconciled_days_connection FOREIGN KEY (account_id, mode, id) REFERENCES connections (account_id, mode, id)
  )`,
];

const DOWN = [
  'DROP TABLE reconciled_days',
  'DROP TABLE reconciliations',
  'DROP INDEX checkouts_live',
  'ALTER TABLE checkouts DROP COLUMN found',
];
