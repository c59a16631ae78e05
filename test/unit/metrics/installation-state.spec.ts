import { loadConfig } from '../../../src/config/app-config.js';
import type { Database } from '../../../src/database/database.js';
import { COUNTED, InstallationStateQuery } from '../../../src/metrics/installation-state.query.js';
import {
  aCheckout,
  aConnection,
  anEndpoint,
  anEvent,
  anOwnerIn,
  aPayment,
  aRefund,
  type Owner,
} from '../../support/builders.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const config = loadConfig({}, false);

let db: TestDataSource;
let sandbox: Owner;

beforeEach(async () => {
  db = await openTestDatabase();
  sandbox = await anOwnerIn(db.database);
});

afterEach(() => db.close());

function read() {
  return new InstallationStateQuery(db.database, config).read();
}

function secondsAgo(seconds: number): Date {
  return new Date(Date.now() - seconds * 1000);
}

describe('the state of an installation', () => {
  it('is all zeros where nothing has happened', async () => {
    expect(await read()).toEqual({
      oldestDueSeconds: {
        look: 0,
        refund: 0,
        mail: 0,
        link_expiry: 0,
        event_numbering: 0,
        delivery_planning: 0,
        delivery: 0,
        unbooked_warning: 0,
      },
      oldestAskedLookSeconds: 0,
      oldestReconciliationSeconds: 0,
      reviews: [],
      unsettled: [],
      unbooked: [
        { mode: 'sandbox', count: 0, oldestSeconds: 0 },
        { mode: 'live', count: 0, oldestSeconds: 0 },
      ],
      pausedEndpoints: [],
    });
  });

  it('counts by mode what is unbooked, and what is under review by reason', async () => {
    const live: Owner = { ...sandbox, mode: 'live' };
    await db.database.write({
      insert: [
        aPayment()
          .in(live)
          .paid()
          .with({ paidAt: secondsAgo(500) })
          .build(),
        aPayment()
          .in(live)
          .paid()
          .with({ paidAt: secondsAgo(900), reviewReason: 'surplus' })
          .build(),
        aPayment().in(live).paid().with({ bookingStatus: 'posted', bookingAwaitedSince: null }).build(),
        aPayment()
          .in(sandbox)
          .paid()
          .with({ paidAt: secondsAgo(100) })
          .build(),
        aPayment().in(sandbox).with({ reviewReason: 'amount_mismatch' }).build(),
      ],
    });
    const { unbooked, reviews } = await read();

    expect(unbooked).toEqual([
      { mode: 'sandbox', count: 1, oldestSeconds: expect.closeTo(100, -1) },
      { mode: 'live', count: 2, oldestSeconds: expect.closeTo(900, -1) },
    ]);
    expect(reviews.toSorted((a, b) => a.mode.localeCompare(b.mode))).toEqual([
      { mode: 'live', reason: 'surplus', count: 1 },
      { mode: 'sandbox', reason: 'amount_mismatch', count: 1 },
    ]);
  });

  it('tells how long the oldest due work waits, and of a paused endpoint that it is paused', async () => {
    const event = anEvent(sandbox, { sequence: 1 });
    const unnumbered = anEvent(sandbox, { createdAt: secondsAgo(70) });
    const active = anEndpoint(sandbox);
    const paused = anEndpoint(sandbox, { status: 'paused', pausedAt: new Date(), pauseReason: 'gone' });
    await db.database.write({ insert: [event, unnumbered, active, paused] });
    for (const [endpoint, seconds] of [
      [active, 40],
      [paused, 4000],
    ] as const) {
      await db.database.run(
        `INSERT INTO deliveries (account_id, mode, id, endpoint_id, event_id, status, attempts, due_at, fence, created_at)
         VALUES ($1, $2, new_id(), $3, $4, 'due', 0, $5, 0, now())`,
        [sandbox.accountId, sandbox.mode, endpoint.id, event.id, secondsAgo(seconds)],
      );
    }
    const { oldestDueSeconds, pausedEndpoints } = await read();

    expect(oldestDueSeconds).toMatchObject({
      delivery: expect.closeTo(40, -1),
      event_numbering: expect.closeTo(70, -1),
      mail: 0,
    });
    expect(pausedEndpoints).toEqual([{ mode: 'sandbox', reason: 'gone', count: 1 }]);
  });

  it('tells how long a refund waits for somebody to be at it', async () => {
    const connection = aConnection(sandbox);
    const payment = aPayment().in(sandbox).paid().build();
    const checkout = aCheckout().of(payment).at(connection).paid().build();
    const waiting = aRefund()
      .of(checkout)
      .with({ dueAt: secondsAgo(300) })
      .build();
    await db.database.write({ insert: [connection, payment, checkout] });
    await db.database.write({ insert: [waiting] });

    expect((await read()).oldestDueSeconds).toMatchObject({ refund: expect.closeTo(300, -1) });
  });
});

describe('money of which nobody knows, or that nobody wants', () => {
  it('is counted by kind, with the time that the oldest has been so', async () => {
    const connection = aConnection(sandbox);
    const payment = aPayment().in(sandbox).paid().build();
    const paid = aCheckout().of(payment).at(connection).paid().build();
    const refunds = [50, 90].map((seconds) =>
      aRefund(1)
        .of(paid)
        .unknown()
        .with({ sentAt: secondsAgo(seconds) })
        .build(),
    );
    const held = aPayment().in(sandbox).authorized().build();
    const capture = { captureAmount: 1, captureRequestId: held.id, captureAskedAt: secondsAgo(30) };
    const doubtful = aCheckout().of(held).at(connection).authorized().with(capture).build();
    const canceled = aPayment().in(sandbox).canceled().build();
    const unwanted = aCheckout()
      .of(canceled)
      .at(connection)
      .closed()
      .with({ unwantedHoldSince: secondsAgo(20) })
      .build();
    await db.database.write({ insert: [connection, payment, held, canceled, paid, doubtful, unwanted] });
    await db.database.write({ insert: refunds });
    const { unsettled } = await read();

    expect(unsettled.toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
      { mode: 'sandbox', kind: 'unknown_capture', count: 1, oldestSeconds: expect.closeTo(30, -1) },
      { mode: 'sandbox', kind: 'unknown_refund', count: 2, oldestSeconds: expect.closeTo(90, -1) },
      { mode: 'sandbox', kind: 'unwanted_hold', count: 1, oldestSeconds: expect.closeTo(20, -1) },
    ]);
  });
});

describe('on a big installation', () => {
  beforeEach(() => fill(db.database, sandbox), 60_000);

  it('counting ends, and no large table is read through', async () => {
    const { unbooked, reviews } = await read();
    const plan = await planOf(db);

    expect(unbooked.find(({ mode }) => mode === 'sandbox')!.count).toBe(COUNTED);
    expect(reviews).toEqual([{ mode: 'sandbox', reason: 'surplus', count: 30 }]);
    expect(plan).not.toMatch(/Seq Scan on (payments|checkouts|deliveries|events)\b/);
  });
});

/** The text that the query runs, explained: taken from the query itself, so that it cannot become another one. */
async function planOf({ database, dataSource }: TestDataSource): Promise<string> {
  const asked: { text: string; values: readonly unknown[] }[] = [];
  const spy = {
    query: async (text: string, values: readonly unknown[]) => {
      asked.push({ text, values });
      return database.query(text, values);
    },
  } as unknown as Database;
  await new InstallationStateQuery(spy, config).read();
  const [{ text, values } = { text: '', values: [] }] = asked;
  const lines = await dataSource.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, [...values]);
  return lines.map((line) => line['QUERY PLAN']).join('\n');
}

/** 15 000 payments, of which three in four are unbooked; 5000 checkouts, events and deliveries to 20 endpoints. */
async function fill(database: Database, owner: Owner): Promise<void> {
  const connection = aConnection(owner);
  const model = aPayment().in(owner).paid().build();
  await database.write({ insert: [connection, model, ...Array.from({ length: 20 }, () => anEndpoint(owner))] });
  const { accountId, mode } = owner;
  await database.run(
    `INSERT INTO payments SELECT p.account_id, p.mode, new_id(), 'N-' || n, p.amount, p.currency, p.amount_paid,
       p.amount_refunded, p.status, p.last_decline, CASE WHEN n <= 30 THEN 'surplus' END, p.review_since, p.description,
       p.customer, p.items, p.capture, p.connection_id, p.connection_pinned, p.provider, p.return_url, p.expires_at,
       p.due_at, p.metadata, CASE WHEN n % 4 > 0 THEN 'unbooked' ELSE 'posted' END, 'V', p.booking_reason, p.booking_at,
       p.settlement, p.content_hashes, p.version, p.created_at, p.updated_at, p.paid_at, NULL
     FROM payments p, generate_series(1, 15000) n WHERE p.id = $1`,
    [model.id],
  );
  await database.run('ANALYZE payments');
  await database.run(
    `INSERT INTO checkouts (account_id, mode, id, payment_id, connection_id, provider, provider_payment_id, status,
       return_token_hash, amount_paid, amount_refunded, failed_looks, due_at, fence, created_at)
     SELECT account_id, mode, new_id(), id, $1, 'dojo', reference, 'open', sha256(reference::bytea), 0, 0, 0,
       now() + interval '1 hour', 0, now()
     FROM payments WHERE account_id = $2 LIMIT 5000`,
    [connection.id, accountId],
  );
  await database.run(
    `INSERT INTO events (account_id, mode, id, sequence, type, data, created_at)
     SELECT $1, $2, new_id(), n, 'payment.paid', '{}', now() FROM generate_series(1, 5000) n`,
    [accountId, mode],
  );
  await database.run('ANALYZE events');
  await database.run('ANALYZE endpoints');
  await database.run(
    `WITH numbered AS (SELECT id, row_number() OVER (ORDER BY id) % 20 AS part FROM endpoints WHERE account_id = $1)
     INSERT INTO deliveries (account_id, mode, id, endpoint_id, event_id, status, attempts, due_at, fence, created_at)
     SELECT e.account_id, e.mode, new_id(), n.id, e.id, 'due', 1, now() + interval '1 hour', 0, now()
     FROM events e JOIN numbered n ON n.part = e.sequence % 20 WHERE e.account_id = $1`,
    [accountId],
  );
  await database.run('ANALYZE checkouts');
  await database.run('ANALYZE deliveries');
}
