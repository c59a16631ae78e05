// Books of any size for measurements: payments with their checkouts, links, events, deliveries, attempts, looks, kept answers
// and webhooks, such that every invariant holds. Written past the triggers, in batches that the server makes by itself.
import { createHmac, randomBytes } from 'node:crypto';
import { newId } from '../dist/src/common/ids.js';
import { newToken, sha256 } from '../dist/src/common/crypto.js';
import { Payment } from '../dist/src/payments/payment.entity.js';
import { paymentBody } from '../dist/src/payments/payment-body.js';
import { SecretBox } from '../dist/src/common/secret-box.js';

const BATCH = 10_000;
const EVENTS_EACH = 5;
const WEBHOOK_SECRET = 'a secret of the provider';
const ACCOUNT = '00000000-0000-7000-8000-0000000000be';
const OWNER = `'${ACCOUNT}'::uuid, 'sandbox'`;

/** The steps of a payment by how it ends: eight of ten are paid and booked, one is canceled, one is at the provider. */
const STEPS = {
  paid: ['created open', 'pending pending', 'paid paid', 'booked paid'],
  canceled: ['created open', 'pending pending', 'updated open', 'canceled canceled'],
  pending: ['created open', 'pending pending', 'declined pending', 'updated pending'],
};

export async function writeBooks(client, { payments, secretKeys }) {
  const box = new SecretBox(secretKeys);
  await client.query('SET session_replication_role = replica');
  await client.query('SET synchronous_commit = off');
  await client.query(`SET maintenance_work_mem = '512MB'`);
  const indexes = await dropIndexes(client);
  const { connection, endpoint } = await writeOwner(client, box);
  for (let first = 1; first <= payments; first += BATCH) {
    await writeBatch(client, { first, last: Math.min(payments, first + BATCH - 1), box, connection, endpoint });
  }
  const last = payments * EVENTS_EACH;
  await client.query(`INSERT INTO event_counters (account_id, mode, last_sequence) VALUES (${OWNER}, ${last})`);
  await client.query(`INSERT INTO delivery_positions (account_id, mode, sequence) VALUES (${OWNER}, ${last})`);
  for (const { definition } of indexes) await client.query(definition);
  await client.query('RESET session_replication_role');
  await client.query('VACUUM ANALYZE');
}

/** All but those of keys: made again at the end, they cost a fraction. */
async function dropIndexes(client) {
  const { rows } = await client.query(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE c.relnamespace = current_schema()::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows;
}

async function writeOwner(client, box) {
  const [connection, endpoint, token] = [newId(), newId(), newToken()];
  const seal = (table, column, rowId, plain) =>
    box.seal(plain, { table, column, accountId: ACCOUNT, mode: 'sandbox', rowId });
  await client.query(
    `INSERT INTO accounts (id, name, locale, time_zone, reminder_window, receipts, created_at)
     VALUES ('${ACCOUNT}', 'Sample School', 'en', 'UTC', '{}', false, now())`,
  );
  await client.query(
    `INSERT INTO connections (account_id, mode, id, provider, name, credentials, credentials_hint, settings, webhook_secrets,
       webhook_token_hash, webhook_token, currencies, priority, enabled, created_at, updated_at)
     VALUES (${OWNER}, $1, 'dojo', 'Dojo', $2, 'abcd', '{}', $3, $4, $5, '{}', 1, true, now(), now())`,
    [
      connection,
      seal('connections', 'credentials', connection, JSON.stringify({ apiKey: 'sk_sandbox_1' })),
      seal('connections', 'webhook_secrets', connection, JSON.stringify([{ secret: WEBHOOK_SECRET, until: null }])),
      sha256(token),
      seal('connections', 'webhook_token', connection, token),
    ],
  );
  await client.query(
    `INSERT INTO endpoints (account_id, mode, id, url, events, secrets, status, from_sequence, created_at, updated_at)
     VALUES (${OWNER}, $1, 'https://erp.example.com/hooks', '{}', $2, 'active', 1, now() - interval '1 year', now() - interval '1 year')`,
    [endpoint, seal('endpoints', 'secrets', endpoint, '[]')],
  );
  return { connection, endpoint };
}

async function writeBatch(client, { first, last, box, connection, endpoint }) {
  // Over half a year, a batch a moment.
  await client.query(`CREATE TEMP TABLE batch AS
    SELECT n, new_id() AS payment, new_id() AS checkout, new_id() AS link, lpad(n::text, 26, 'k') AS digits,
      CASE WHEN n % 10 = 0 THEN 'pending' WHEN n % 10 = 1 THEN 'canceled' ELSE 'paid' END AS kind,
      date_trunc('milliseconds', now() - interval '180 days' + ${first} * interval '10 seconds') AS at
    FROM generate_series(${first}, ${last}) AS n`);
  await writePayments(client, connection);
  await writeEvents(client, endpoint);
  await writeSealed(client, { box, connection });
  await client.query('DROP TABLE batch');
}

async function writePayments(client, connection) {
  await client.query(`
    INSERT INTO payments (account_id, mode, id, reference, amount, currency, amount_paid, amount_refunded, status, customer, items,
      capture, connection_id, connection_pinned, provider, metadata, booking_status, content_hashes, version, created_at, updated_at, paid_at)
    SELECT ${OWNER}, payment, 'BENCH-' || n, 1050, 'GBP', CASE kind WHEN 'paid' THEN 1050 ELSE 0 END, 0, kind,
      '{"name": "Sample Payer", "email": "payer@example.com", "phone": "+447700900123", "externalId": null}', '[]', 'automatic',
      '${connection}', false, 'dojo', '{}', CASE kind WHEN 'paid' THEN 'posted' END, '{}', 4, at, at, CASE kind WHEN 'paid' THEN at END
    FROM batch`);
  await client.query(`
    INSERT INTO checkouts (account_id, mode, id, payment_id, connection_id, provider, provider_payment_id, url, status, closed_reason,
      return_token_hash, amount_paid, amount_refunded, evidence, failed_looks, due_at, fence, created_at, closed_at)
    SELECT ${OWNER}, checkout, payment, '${connection}', 'dojo', 'pi_' || n, 'https://pay.example.com/checkout/pi_' || n,
      CASE kind WHEN 'paid' THEN 'paid' WHEN 'pending' THEN 'open' ELSE 'closed' END, CASE kind WHEN 'canceled' THEN 'canceled' END,
      sha256(n::text::bytea), CASE kind WHEN 'paid' THEN 1050 ELSE 0 END, 0,
      CASE kind WHEN 'paid' THEN jsonb_build_object('status', 'paid', 'reference', 'BENCH-' || n, 'providerPaymentId', 'pi_' || n,
        'paid', '{"value": 1050, "currency": "GBP"}'::jsonb, 'refunded', '{"value": 0, "currency": "GBP"}'::jsonb) END,
      0, CASE kind WHEN 'pending' THEN now() + interval '1 day' END, 1, at, CASE kind WHEN 'pending' THEN NULL ELSE at END
    FROM batch`);
  await client.query(`
    INSERT INTO looks (account_id, mode, id, checkout_id, outcome, times, first_at, last_at, duration_ms)
    SELECT ${OWNER}, new_id(), checkout, CASE kind WHEN 'paid' THEN 'paid' WHEN 'pending' THEN 'open' ELSE 'closed' END, 2, at, at, 80
    FROM batch`);
}

async function writeEvents(client, endpoint) {
  await client.query('CREATE TEMP TABLE told (event uuid NOT NULL)');
  const insert = (kind, { place, type, version, data }) =>
    client.query(
      `WITH written AS (
         INSERT INTO events (account_id, mode, id, sequence, type, payment_id, payment_version, data, created_at)
         SELECT ${OWNER}, new_id(), (n - 1) * ${EVENTS_EACH} + ${place}, '${type}',
           CASE WHEN ${version}::integer IS NULL THEN NULL ELSE payment END, ${version},
           replace(replace(replace($1, '<reference>', 'BENCH-' || n), '<digits>', digits),
             '"<paidAt>"', '"' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"')::json, at
         FROM batch WHERE kind = '${kind}' RETURNING id)
       INSERT INTO told SELECT id FROM written`,
      [JSON.stringify(data)],
    );
  for (const [kind, steps] of Object.entries(STEPS)) {
    for (const [index, step] of steps.entries()) {
      const [type, status] = step.split(' ');
      const version = index + 1;
      await insert(kind, {
        place: version,
        type: `payment.${type}`,
        version,
        data: { payment: bodyOf({ type, status, version }) },
      });
    }
    const link = { id: 'lnk_<digits>', object: 'link', mode: 'sandbox', paymentId: 'pay_<digits>' };
    await insert(kind, { place: EVENTS_EACH, type: 'link.created', version: 'NULL', data: { link } });
  }
  await client.query(`
    WITH sent AS (
      INSERT INTO deliveries (account_id, mode, id, endpoint_id, event_id, status, attempts, fence, created_at, delivered_at)
      SELECT ${OWNER}, new_id(), '${endpoint}', event, 'delivered', 1, 1, now(), now() FROM told RETURNING id)
    INSERT INTO delivery_attempts (account_id, mode, delivery_id, number, at, status, duration_ms, response)
    SELECT ${OWNER}, id, 1, now(), 204, 12, '' FROM sent`);
  await client.query('DROP TABLE told');
}

function bodyOf({ type, status, version }) {
  const isPaid = status === 'paid';
  const at = new Date(0);
  const payment = Object.assign(new Payment(), {
    id: newId(),
    mode: 'sandbox',
    reference: '<reference>',
    amount: 1050,
    currency: 'GBP',
    amountPaid: isPaid ? 1050 : 0,
    amountRefunded: 0,
    status,
    lastDecline: null,
    reviewReason: null,
    reviewSince: null,
    description: 'School fees, autumn term',
    customer: { name: 'Sample Payer', email: 'payer@example.com', phone: '+447700900123', externalId: null },
    items: [],
    capture: 'automatic',
    connectionId: newId(),
    provider: 'dojo',
    returnUrl: 'https://erp.example.com/back',
    expiresAt: null,
    dueAt: null,
    metadata: { student: '4711' },
    bookingStatus: isPaid ? (type === 'booked' ? 'posted' : 'unbooked') : null,
    bookingVoucher: null,
    bookingReason: null,
    bookingAt: null,
    settlement: null,
    recorded: null,
    version,
    createdAt: at,
    updatedAt: at,
    paidAt: isPaid ? at : null,
  });
  return { ...paymentBody(payment), id: 'pay_<digits>', paidAt: isPaid ? '<paidAt>' : null };
}

/** What only the program can make: links with their tokens, kept answers, signed webhooks. */
async function writeSealed(client, { box, connection }) {
  const { rows } = await client.query('SELECT n, payment, link, kind FROM batch');
  const seal = (table, column, rowId, plain) =>
    box.seal(plain, { table, column, accountId: ACCOUNT, mode: 'sandbox', rowId });
  const tokens = rows.map(() => newToken());
  await client.query(
    `INSERT INTO links (account_id, mode, id, payment_id, token_hash, token, expires_at, opens_by_people, opens_by_scanners, reminders, due_at, created_at)
     SELECT ${OWNER}, l.link, b.payment, l.hash, l.token, now() + interval '1 day', 1, 0, '[]', CASE b.kind WHEN 'pending' THEN now() + interval '1 day' END, b.at
     FROM unnest($1::uuid[], $2::bytea[], $3::text[]) AS l (link, hash, token) JOIN batch b ON b.link = l.link`,
    [
      rows.map(({ link }) => link),
      tokens.map(sha256),
      rows.map(({ link }, index) => seal('links', 'token', link, tokens[index])),
    ],
  );
  const answer = JSON.stringify({ id: 'pay_0', object: 'payment', description: 'x'.repeat(900) });
  await client.query(
    `INSERT INTO idempotency_keys (account_id, mode, route, key, fingerprint, resource_id, answer_status, answer_type, answer_body, fence, created_at, expires_at)
     SELECT ${OWNER}, 'POST /v1/links', key, '\\x00', new_id(), 201, 'application/json', answer, 1, now(), now() + interval '30 days'
     FROM unnest($1::text[], $2::text[]) AS k (key, answer)`,
    [
      rows.map(({ n }) => `order-${n}`),
      rows.map(({ n }) => seal('idempotency_keys', 'answer_body', `POST /v1/links order-${n}`, answer)),
    ],
  );
  await writeWebhooks(client, { rows, connection });
}

async function writeWebhooks(client, { rows, connection }) {
  const bodies = rows.map(({ n }) =>
    Buffer.from(
      JSON.stringify({
        id: `evt_${n}`,
        event: 'payment_intent.status_updated',
        data: { paymentIntentId: `pi_${n}`, padding: 'x'.repeat(300) },
      }),
    ),
  );
  await client.query(
    `INSERT INTO received_webhooks (account_id, mode, id, connection_id, event_id, event_type, provider_payment_ids, headers, body, received_at)
     SELECT ${OWNER}, new_id(), '${connection}', event, 'payment_intent.status_updated', ARRAY['pi_' || substr(event, 5)], headers, body, now()
     FROM unnest($1::text[], $2::jsonb[], $3::bytea[]) AS w (event, headers, body)`,
    [
      rows.map(({ n }) => `evt_${n}`),
      bodies.map((body) => ({
        'dojo-signature': `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`,
      })),
      bodies,
    ],
  );
}

export function newRing() {
  return `k1:${randomBytes(32).toString('base64')}`;
}
