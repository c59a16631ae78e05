import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Erasures of customers: what was asked for, what is done, and the one rewriting of history that they need. */
export class PersonalData1763600000015 implements MigrationInterface {
  readonly name = 'PersonalData1763600000015';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}

/** Set in the transaction that erases, and nowhere else: what the guards let through then, they refuse to everybody else. */
const ERASING = `current_setting('dunlin.erasing', true) IS NOT DISTINCT FROM 'on'`;

const guard = (
  name: string,
  body: string,
) => `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    ${body}
  END $$`;

const refuse = (message: string) => `RAISE EXCEPTION '${message}' USING ERRCODE = 'integrity_constraint_violation';`;
const refuseOld = (message: string) =>
  `RAISE EXCEPTION '${message}', OLD.id USING ERRCODE = 'integrity_constraint_violation';`;

const paymentGuard = (extra: string) =>
  guard(
    'guard_payment',
    `IF TG_OP = 'DELETE' THEN
       ${refuseOld('payment % must not be deleted')}
     END IF;
     IF (NEW.account_id, NEW.mode, NEW.id, NEW.reference, NEW.created_at)
        IS DISTINCT FROM (OLD.account_id, OLD.mode, OLD.id, OLD.reference, OLD.created_at) THEN
       ${refuseOld('the identity of payment % must not change')}
     END IF;
     IF NEW.version < OLD.version OR NEW.amount_paid < OLD.amount_paid OR NEW.amount_refunded < OLD.amount_refunded THEN
       ${refuseOld('payment % must not move backwards')}
     END IF;
     IF NEW.status <> OLD.status AND NOT EXISTS (
       SELECT FROM payment_moves
       WHERE from_status = OLD.status AND to_status = NEW.status AND steps <= NEW.version - OLD.version
     ) THEN
       RAISE EXCEPTION 'payment % must not move from % to %', OLD.id, OLD.status, NEW.status
         USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     IF (NEW.amount, NEW.currency) IS DISTINCT FROM (OLD.amount, OLD.currency) AND EXISTS (
       SELECT FROM checkouts
       WHERE account_id = OLD.account_id AND mode = OLD.mode AND payment_id = OLD.id
     ) THEN
       ${refuseOld('the amount of payment % is fixed by its first checkout')}
     END IF;
     ${extra}
     RETURN NEW;`,
  );

/** Whatever comes late, from whoever: what was erased does not come back. */
const ERASED_STAYS = `IF OLD.erased_at IS NOT NULL AND (
       NEW.erased_at IS DISTINCT FROM OLD.erased_at OR NEW.customer <> OLD.customer OR NEW.items <> OLD.items
       OR NEW.metadata <> OLD.metadata OR NEW.description IS NOT NULL OR NEW.return_url IS NOT NULL
       OR coalesce(NEW.last_decline ->> 'message', '') <> '') THEN
       ${refuseOld('what was erased of payment % must not come back')}
     END IF;`;

const eventGuard = (extra: string) =>
  guard(
    'guard_event',
    `IF TG_OP = 'UPDATE' AND OLD.sequence IS NULL AND NEW.sequence IS NOT NULL
        AND ${sameEvent} AND NEW.data::text = OLD.data::text AND NEW.previous::text IS NOT DISTINCT FROM OLD.previous::text THEN
       RETURN NEW;
     END IF;
     ${extra}
     ${refuseOld('event % is history')}`,
  );

const FIXED = 'account_id mode id position type payment_id payment_version created_at endpoint_id'.split(' ');
const columnsOf = (row: string) => `(${FIXED.map((name) => `${row}.${name}`).join(', ')})`;
const sameEvent = `${columnsOf('NEW')} IS NOT DISTINCT FROM ${columnsOf('OLD')}`;

/** What an event says of money and of states is history, whoever is forgotten. */
const TOLD = ['id', 'reference', 'amount', 'amountPaid', 'amountRefunded', 'status', 'version'];
const told = (row: string) => `(${TOLD.map((name) => `(${row}.data #> '{payment,${name}}')::jsonb`).join(', ')})`;

const ERASES_EVENT = `IF TG_OP = 'UPDATE' AND ${ERASING} AND NEW.sequence IS NOT DISTINCT FROM OLD.sequence
       AND ${sameEvent} AND ${told('NEW')} IS NOT DISTINCT FROM ${told('OLD')} THEN
       RETURN NEW;
     END IF;`;

const refundGuard = (reason: string) =>
  guard(
    'guard_refund',
    `IF TG_OP = 'DELETE' THEN
       ${refuseOld('refund % must not be deleted')}
     END IF;
     IF (NEW.account_id, NEW.mode, NEW.id, NEW.payment_id, NEW.checkout_id, NEW.amount, NEW.currency, NEW.created_at)
        IS DISTINCT FROM
        (OLD.account_id, OLD.mode, OLD.id, OLD.payment_id, OLD.checkout_id, OLD.amount, OLD.currency, OLD.created_at)
        OR (${reason}) THEN
       ${refuseOld('the identity of refund % must not change')}
     END IF;
     IF NEW.fence < OLD.fence
        OR (OLD.provider_refund_id IS NOT NULL AND NEW.provider_refund_id IS DISTINCT FROM OLD.provider_refund_id)
        OR (OLD.status IN ('succeeded', 'failed') AND NEW.status <> OLD.status)
        OR (OLD.status = 'unknown' AND NEW.status = 'pending') THEN
       ${refuseOld('refund % must not move backwards')}
     END IF;
     RETURN NEW;`,
  );

const OTHER_REASON = 'NEW.reason IS DISTINCT FROM OLD.reason';

const WEBHOOK_IS_EVIDENCE = refuse('a received webhook is evidence');
const sameWebhook = [
  'account_id',
  'mode',
  'id',
  'connection_id',
  'event_id',
  'event_type',
  'provider_payment_ids',
  'received_at',
]
  .map((name) => `NEW.${name} = OLD.${name}`)
  .join(' AND ');

const UP = [
  `CREATE TABLE erasures (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    cause text NOT NULL,
    address text,
    address_hash bytea,
    ended_before timestamptz(3),
    erased_payments integer NOT NULL,
    erased_notifications integer NOT NULL,
    collected_at timestamptz(3),
    finished_at timestamptz(3),
    due_at timestamptz(3),
    leased_until timestamptz(3),
    fence integer NOT NULL,
    created_at timestamptz(3) NOT NULL,
    CONSTRAINT erasures_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT erasures_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT erasures_mode CHECK (mode IN ('sandbox', 'live')),
    CONSTRAINT erasures_cause CHECK ((cause = 'request' AND address_hash IS NOT NULL AND ended_before IS NULL) OR (cause = 'retention' AND address_hash IS NULL AND ended_before IS NOT NULL)),
    CONSTRAINT erasures_address CHECK ((address IS NOT NULL) = (cause = 'request' AND collected_at IS NULL)),
    CONSTRAINT erasures_due CHECK ((due_at IS NULL) = (finished_at IS NOT NULL))
  )`,
  'CREATE INDEX erasures_due_at ON erasures (due_at) WHERE due_at IS NOT NULL',
  // One under way for an address, and one of an account's age limit.
  'CREATE UNIQUE INDEX erasures_under_way ON erasures (account_id, mode, cause, address_hash) NULLS NOT DISTINCT WHERE finished_at IS NULL',

  `ALTER TABLE payments
    ADD COLUMN erasure_id uuid,
    ADD COLUMN erased_at timestamptz(3),
    ADD CONSTRAINT payments_erasure FOREIGN KEY (account_id, mode, erasure_id) REFERENCES erasures (account_id, mode, id)`,
  'CREATE INDEX payments_of_erasure ON payments (account_id, mode, erasure_id, erased_at) WHERE erasure_id IS NOT NULL',
  `CREATE INDEX payments_unchanged ON payments (account_id, mode, updated_at)
    WHERE erased_at IS NULL AND erasure_id IS NULL AND status IN ('paid', 'partially_refunded', 'refunded', 'canceled', 'expired')`,
  `CREATE INDEX notifications_recipient ON notifications (account_id, mode, lower(recipient)) WHERE recipient <> ''`,
  // Which payments and links an answer is about; null: of an answer that was kept before this was noted.
  'ALTER TABLE idempotency_keys ADD COLUMN subjects uuid[]',
  'CREATE INDEX idempotency_keys_subjects ON idempotency_keys USING gin (subjects)',
  'ALTER TABLE received_webhooks ADD COLUMN erased_at timestamptz(3)',
  'CREATE INDEX received_webhooks_kept ON received_webhooks (received_at) WHERE erased_at IS NULL',
  `CREATE INDEX delivery_attempts_kept ON delivery_attempts (at) WHERE response <> ''`,
  'ALTER TABLE accounts ADD COLUMN personal_data_days integer',

  paymentGuard(ERASED_STAYS),
  eventGuard(ERASES_EVENT),
  refundGuard(`${OTHER_REASON} AND NOT (NEW.reason IS NULL AND ${ERASING})`),
  guard(
    'refuse_change',
    `IF ${ERASING} AND NEW.erased_at IS NOT NULL AND NEW.body = '' AND NEW.headers = '{}' AND ${sameWebhook} THEN
       RETURN NEW;
     END IF;
     ${WEBHOOK_IS_EVIDENCE}`,
  ),
];

const DOWN = [
  guard('refuse_change', WEBHOOK_IS_EVIDENCE),
  refundGuard(OTHER_REASON),
  eventGuard(''),
  paymentGuard(''),
  'ALTER TABLE accounts DROP COLUMN personal_data_days',
  'DROP INDEX delivery_attempts_kept',
  'ALTER TABLE received_webhooks DROP COLUMN erased_at',
  'ALTER TABLE idempotency_keys DROP COLUMN subjects',
  'DROP INDEX notifications_recipient',
  'ALTER TABLE payments DROP COLUMN erased_at, DROP COLUMN erasure_id',
  'DROP TABLE erasures',
];
