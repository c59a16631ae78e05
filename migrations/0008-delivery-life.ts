import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What warns about, pauses and resumes an endpoint; events for one endpoint alone; the feed by type. */
export class DeliveryLife1763600000008 implements MigrationInterface {
  readonly name = 'DeliveryLife1763600000008';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}

/** The sequencer may number an event, once; nothing else about it changes ever. */
const eventGuard = (fixed: string) => `CREATE OR REPLACE FUNCTION guard_event() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD.sequence IS NULL AND NEW.sequence IS NOT NULL
       AND (${columnsOf('NEW', fixed)}) IS NOT DISTINCT FROM (${columnsOf('OLD', fixed)})
       AND NEW.data::text = OLD.data::text AND NEW.previous::text IS NOT DISTINCT FROM OLD.previous::text THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'event % is history', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END $$`;

const FIXED = 'account_id mode id position type payment_id payment_version created_at';

function columnsOf(row: string, names: string): string {
  return names
    .split(' ')
    .map((name) => `${row}.${name}`)
    .join(', ');
}

const UP = [
  // Since when an endpoint has only failed, and what came of it.
  `ALTER TABLE endpoints
    ADD COLUMN failing_since timestamptz(3),
    ADD COLUMN warned_at timestamptz(3),
    ADD COLUMN paused_at timestamptz(3),
    ADD COLUMN pause_reason text,
    ADD CONSTRAINT endpoints_pause CHECK ((status = 'paused') = (paused_at IS NOT NULL) AND (paused_at IS NULL) = (pause_reason IS NULL)),
    ADD CONSTRAINT endpoints_pause_reason CHECK (pause_reason IN ('gone', 'failing'))`,
  // What waits for a paused endpoint stays due; claims pass over the endpoint.
  `UPDATE deliveries SET status = 'due', due_at = created_at WHERE status = 'paused'`,
  'ALTER TABLE deliveries DROP CONSTRAINT deliveries_status',
  `ALTER TABLE deliveries ADD CONSTRAINT deliveries_status CHECK (status IN ('due', 'delivered', 'exhausted'))`,
  // Attempts of earlier rounds: a delivery that is tried again on purpose begins its schedule anew, and keeps counting.
  'ALTER TABLE deliveries ADD COLUMN attempts_before integer NOT NULL DEFAULT 0',
  // A ping concerns one endpoint; every other event concerns all that want its type.
  'ALTER TABLE events ADD COLUMN endpoint_id uuid',
  eventGuard(`${FIXED} endpoint_id`),
  // Numbering and planning in one row waited for each other's commits.
  `CREATE TABLE delivery_positions (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT delivery_positions_pkey PRIMARY KEY (account_id, mode),
    CONSTRAINT delivery_positions_account FOREIGN KEY (account_id) REFERENCES accounts (id)
  )`,
  `INSERT INTO delivery_positions (account_id, mode, sequence)
   SELECT account_id, mode, planned_sequence FROM event_counters c
   WHERE EXISTS (SELECT FROM endpoints t WHERE t.account_id = c.account_id AND t.mode = c.mode)`,
  'ALTER TABLE event_counters DROP COLUMN planned_sequence',
  'CREATE INDEX events_of_type ON events (account_id, mode, type, sequence)',
];

const DOWN = [
  'DROP INDEX events_of_type',
  'ALTER TABLE event_counters ADD COLUMN planned_sequence bigint',
  `UPDATE event_counters c SET planned_sequence = coalesce((SELECT p.sequence FROM delivery_positions p
     WHERE p.account_id = c.account_id AND p.mode = c.mode), c.last_sequence)`,
  `ALTER TABLE event_counters ALTER COLUMN planned_sequence SET NOT NULL, ALTER COLUMN planned_sequence SET DEFAULT '0'`,
  'DROP TABLE delivery_positions',
  eventGuard(FIXED),
  'ALTER TABLE events DROP COLUMN endpoint_id',
  'ALTER TABLE deliveries DROP COLUMN attempts_before',
  'ALTER TABLE deliveries DROP CONSTRAINT deliveries_status',
  `ALTER TABLE deliveries ADD CONSTRAINT deliveries_status CHECK (status IN ('due', 'delivered', 'exhausted', 'paused'))`,
  'ALTER TABLE endpoints DROP COLUMN pause_reason, DROP COLUMN paused_at, DROP COLUMN warned_at, DROP COLUMN failing_since',
];
