import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first tables. Every row carries its account and mode in its key, and every reference carries them too: no sandbox
 * row can name a live one, and the account is the first column of every key.
 */
export class FirstTables1763600000001 implements MigrationInterface {
  readonly name = 'FirstTables1763600000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(NEW_ID);
    for (const statement of TABLES) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of [...NAMES].reverse()) await queryRunner.query(`DROP TABLE ${table}`);
    await queryRunner.query('DROP FUNCTION new_id()');
  }
}

// UUIDv7 for rows that one statement makes many of: 48 bits of milliseconds, the version, and random bits.
const NEW_ID = `CREATE FUNCTION new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
    FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
$$`;

const TABLES = [
  // A tenant. Everything below belongs to one, and to a mode.
  `CREATE TABLE accounts (
    id uuid NOT NULL,
    name text NOT NULL,
    support_email text,
    support_phone text,
    support_url text,
    logo_url text,
    colour text,
    locale text NOT NULL,
    time_zone text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (id)
  )`,
  // Facts every process must agree with, such as the fingerprints of its keys.
  `CREATE TABLE installation (
    name text NOT NULL,
    value text NOT NULL,
    CONSTRAINT installation_pkey PRIMARY KEY (name)
  )`,
  // The key itself is nowhere: `digest` is its HMAC with KEY_PEPPER.
  `CREATE TABLE api_keys (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    public_part text NOT NULL,
    digest bytea NOT NULL,
    name text NOT NULL,
    scopes text[] NOT NULL,
    expires_at timestamptz(3),
    revoked_at timestamptz(3),
    created_at timestamptz(3) NOT NULL,
    CONSTRAINT api_keys_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT api_keys_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT api_keys_mode CHECK (mode IN ('sandbox', 'live'))
  )`,
  `CREATE UNIQUE INDEX api_keys_public_part ON api_keys (public_part)`,
  // Credentials and secrets are sealed (AES-256-GCM, bound to this row).
  `CREATE TABLE connections (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    provider text NOT NULL,
    name text NOT NULL,
    credentials text NOT NULL,
    credentials_hint text NOT NULL,
    settings jsonb NOT NULL,
    webhook_secrets text,
    webhook_token_hash bytea NOT NULL,
    webhook_token text NOT NULL,
    currencies text[] NOT NULL,
    priority integer NOT NULL,
    enabled boolean NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    CONSTRAINT connections_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT connections_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT connections_mode CHECK (mode IN ('sandbox', 'live'))
  )`,
  `CREATE UNIQUE INDEX connections_webhook_token ON connections (webhook_token_hash)`,
  // `resource_id` is given before the work begins, so that a retry after a crash goes by the same id.
  `CREATE TABLE idempotency_keys (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    resource_id uuid NOT NULL,
    answer_status integer,
    answer_type text,
    answer_body text,
    leased_until timestamptz(3),
    fence integer NOT NULL,
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (account_id, mode, route, key),
    CONSTRAINT idempotency_keys_account FOREIGN KEY (account_id) REFERENCES accounts (id)
  )`,
  `CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at)`,
  // What is owed.
  `CREATE TABLE payments (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    reference text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    amount_paid bigint NOT NULL,
    amount_refunded bigint NOT NULL,
    status text NOT NULL,
    last_decline jsonb,
    review_reason text,
    review_since timestamptz(3),
    description text,
    customer jsonb NOT NULL,
    items jsonb NOT NULL,
    capture text NOT NULL,
    connection_id uuid,
    connection_pinned boolean NOT NULL,
    provider text,
    return_url text,
    expires_at timestamptz(3),
    due_at timestamptz(3),
    metadata jsonb NOT NULL,
    booking_status text,
    booking_voucher text,
    booking_reason text,
    booking_at timestamptz(3),
    settlement jsonb,
    content_hashes jsonb NOT NULL,
    version integer NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    paid_at timestamptz(3),
    CONSTRAINT payments_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT payments_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT payments_connection FOREIGN KEY (account_id, mode, connection_id) REFERENCES connections (account_id, mode, id),
    CONSTRAINT payments_amount CHECK (amount >= 1 AND amount <= 99999999999),
    CONSTRAINT payments_mode CHECK (mode IN ('sandbox', 'live')),
    CONSTRAINT payments_refunded_within_paid CHECK (amount_refunded >= 0 AND amount_refunded <= amount_paid),
    CONSTRAINT payments_status CHECK (status IN ('open', 'pending', 'authorized', 'paid', 'failed', 'partially_refunded', 'refunded', 'canceled', 'expired'))
  )`,
  `CREATE INDEX payments_expiring ON payments (expires_at)
   WHERE status IN ('open', 'pending', 'failed') AND expires_at IS NOT NULL`,
  `CREATE INDEX payments_newest ON payments (account_id, mode, created_at, id)`,
  `CREATE UNIQUE INDEX payments_reference ON payments (account_id, mode, reference)`,
  // `checkouts_one_live` is what makes fifty parallel clicks one checkout. Written before the provider is called.
  `CREATE TABLE checkouts (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    provider text NOT NULL,
    provider_payment_id text,
    url text,
    status text NOT NULL,
    closed_reason text,
    return_token_hash bytea NOT NULL,
    amount_paid bigint NOT NULL,
    amount_refunded bigint NOT NULL,
    last_decline_id text,
    evidence jsonb,
    expires_at timestamptz(3),
    sent_at timestamptz(3),
    looked_at timestamptz(3),
    look_asked_at timestamptz(3),
    failed_looks integer NOT NULL,
    due_at timestamptz(3),
    leased_until timestamptz(3),
    fence integer NOT NULL,
    created_at timestamptz(3) NOT NULL,
    closed_at timestamptz(3),
    CONSTRAINT checkouts_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT checkouts_connection FOREIGN KEY (account_id, mode, connection_id) REFERENCES connections (account_id, mode, id),
    CONSTRAINT checkouts_payment FOREIGN KEY (account_id, mode, payment_id) REFERENCES payments (account_id, mode, id),
    CONSTRAINT checkouts_created CHECK (status IN ('creating', 'closed') OR provider_payment_id IS NOT NULL),
    CONSTRAINT checkouts_paid_has_evidence CHECK (status <> 'paid' OR evidence IS NOT NULL),
    CONSTRAINT checkouts_status CHECK (status IN ('creating', 'open', 'authorized', 'paid', 'closed'))
  )`,
  `CREATE INDEX checkouts_due ON checkouts (due_at) WHERE due_at IS NOT NULL`,
  `CREATE INDEX checkouts_of_payment ON checkouts (account_id, mode, payment_id, created_at)`,
  `CREATE UNIQUE INDEX checkouts_one_live ON checkouts (account_id, mode, payment_id) WHERE status IN ('creating', 'open', 'authorized')`,
  `CREATE UNIQUE INDEX checkouts_provider_payment ON checkouts (account_id, mode, connection_id, provider_payment_id)`,
  `CREATE UNIQUE INDEX checkouts_return_token ON checkouts (return_token_hash)`,
  // Looked up by the hash of its token; the token itself is sealed.
  `CREATE TABLE links (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    token text NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    canceled_at timestamptz(3),
    opens_by_people integer NOT NULL,
    opens_by_scanners integer NOT NULL,
    first_opened_at timestamptz(3),
    last_opened_at timestamptz(3),
    reminders jsonb NOT NULL,
    created_at timestamptz(3) NOT NULL,
    CONSTRAINT links_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT links_payment FOREIGN KEY (account_id, mode, payment_id) REFERENCES payments (account_id, mode, id),
    CONSTRAINT links_mode CHECK (mode IN ('sandbox', 'live'))
  )`,
  `CREATE INDEX links_of_payment ON links (account_id, mode, payment_id, created_at)`,
  `CREATE UNIQUE INDEX links_token ON links (token_hash)`,
  // One message to one payer.
  `CREATE TABLE notifications (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    link_id uuid NOT NULL,
    kind text NOT NULL,
    recipient text NOT NULL,
    locale text NOT NULL,
    message text,
    status text NOT NULL,
    attempts integer NOT NULL,
    error text,
    due_at timestamptz(3),
    leased_until timestamptz(3),
    fence integer NOT NULL,
    sent_at timestamptz(3),
    created_at timestamptz(3) NOT NULL,
    CONSTRAINT notifications_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT notifications_link FOREIGN KEY (account_id, mode, link_id) REFERENCES links (account_id, mode, id),
    CONSTRAINT notifications_status CHECK (status IN ('queued', 'sent', 'failed', 'suppressed'))
  )`,
  `CREATE INDEX notifications_due ON notifications (due_at) WHERE due_at IS NOT NULL`,
  `CREATE INDEX notifications_of_link ON notifications (account_id, mode, link_id, created_at)`,
  // Append-only; numbered after the commit by the sequencer.
  `CREATE TABLE events (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    position bigserial NOT NULL,
    sequence bigint,
    type text NOT NULL,
    payment_id uuid,
    payment_version integer,
    data json NOT NULL,
    previous json,
    created_at timestamptz(3) NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT events_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT events_mode CHECK (mode IN ('sandbox', 'live'))
  )`,
  `CREATE INDEX events_unnumbered ON events (position) WHERE sequence IS NULL`,
  `CREATE UNIQUE INDEX events_one_per_version ON events (account_id, mode, payment_id, payment_version)`,
  `CREATE UNIQUE INDEX events_sequence ON events (account_id, mode, sequence)`,
  // How far events are numbered and planned for delivery.
  `CREATE TABLE event_counters (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    last_sequence bigint NOT NULL,
    planned_sequence bigint NOT NULL DEFAULT '0',
    CONSTRAINT event_counters_pkey PRIMARY KEY (account_id, mode),
    CONSTRAINT event_counters_account FOREIGN KEY (account_id) REFERENCES accounts (id)
  )`,
  // Where an ERP receives events.
  `CREATE TABLE endpoints (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    url text NOT NULL,
    description text,
    events text[] NOT NULL,
    secrets text NOT NULL,
    status text NOT NULL,
    from_sequence bigint NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    CONSTRAINT endpoints_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT endpoints_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT endpoints_mode CHECK (mode IN ('sandbox', 'live')),
    CONSTRAINT endpoints_status CHECK (status IN ('active', 'paused', 'deleted'))
  )`,
  // Exactly one per event and endpoint.
  `CREATE TABLE deliveries (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    event_id uuid NOT NULL,
    status text NOT NULL,
    attempts integer NOT NULL,
    due_at timestamptz(3),
    leased_until timestamptz(3),
    fence integer NOT NULL,
    created_at timestamptz(3) NOT NULL,
    delivered_at timestamptz(3),
    CONSTRAINT deliveries_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT deliveries_endpoint FOREIGN KEY (account_id, mode, endpoint_id) REFERENCES endpoints (account_id, mode, id),
    CONSTRAINT deliveries_event FOREIGN KEY (account_id, mode, event_id) REFERENCES events (account_id, mode, id),
    CONSTRAINT deliveries_due CHECK ((status = 'due') = (due_at IS NOT NULL)),
    CONSTRAINT deliveries_status CHECK (status IN ('due', 'delivered', 'exhausted', 'paused'))
  )`,
  `CREATE INDEX deliveries_due_at ON deliveries (due_at) WHERE due_at IS NOT NULL`,
  `CREATE UNIQUE INDEX deliveries_once ON deliveries (account_id, mode, endpoint_id, event_id)`,
  // What an endpoint answered, each time.
  `CREATE TABLE delivery_attempts (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    delivery_id uuid NOT NULL,
    number integer NOT NULL,
    at timestamptz(3) NOT NULL,
    status integer,
    error text,
    duration_ms integer NOT NULL,
    response text NOT NULL,
    CONSTRAINT delivery_attempts_pkey PRIMARY KEY (account_id, mode, delivery_id, number),
    CONSTRAINT delivery_attempts_delivery FOREIGN KEY (account_id, mode, delivery_id) REFERENCES deliveries (account_id, mode, id)
  )`,
  // A provider's authentic webhook as it came; once per event id.
  `CREATE TABLE received_webhooks (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    connection_id uuid NOT NULL,
    event_id text NOT NULL,
    event_type text NOT NULL,
    provider_payment_ids text[] NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    received_at timestamptz(3) NOT NULL,
    CONSTRAINT received_webhooks_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT received_webhooks_connection FOREIGN KEY (account_id, mode, connection_id) REFERENCES connections (account_id, mode, id)
  )`,
  `CREATE UNIQUE INDEX received_webhooks_once ON received_webhooks (account_id, mode, connection_id, event_id)`,
];

const NAMES = TABLES.flatMap((statement) => /^CREATE TABLE (\w+)/.exec(statement)?.[1] ?? []);
