import { jest } from '@jest/globals';
import type { Connection } from '../../../src/connections/connection.entity.js';
import { claimDue } from '../../../src/database/claim-due.js';
import type { Sql } from '../../../src/database/sql.js';
import { Checkout } from '../../../src/payments/checkout.entity.js';
import { aCheckout, aConnection, anOwnerIn, aPayment, type Owner } from '../../support/builders.js';
import { Gate } from '../../support/gate.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const LONG_AGO = new Date('2026-01-01T00:00:00.000Z');
const FAR_AHEAD = new Date('2999-01-01T00:00:00.000Z');
const EVERYTHING_BUT_DATE = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

let db: TestDataSource;
let owner: Owner;
let connection: Connection;

beforeAll(async () => {
  db = await openTestDatabase();
  owner = await anOwnerIn(db.database);
  connection = aConnection(owner);
  await db.database.write({ insert: [connection] });
});

afterEach(() => db.database.run('UPDATE checkouts SET due_at = NULL'));

afterAll(() => db.close());

async function dueCheckouts(dueTimes: readonly Date[]): Promise<Checkout[]> {
  const rows = dueTimes.map((dueAt) => {
    const payment = aPayment().in(owner).pending().build();
    return { payment, checkout: aCheckout().of(payment).at(connection).due(dueAt).build() };
  });
  await db.database.write({ insert: rows.flatMap(({ payment, checkout }) => [payment, checkout]) });
  return rows.map(({ checkout }) => checkout);
}

function claim(sql: Sql, limit: number, leaseSeconds = 30): Promise<Checkout[]> {
  return claimDue(sql, Checkout, { table: 'checkouts', limit, leaseSeconds });
}

const idsOf = (rows: readonly Checkout[]) => rows.map(({ id }) => id).sort();

/** As if the lease had been given that long ago: the database's clock cannot be held. */
function endLeases(): Promise<number> {
  return db.database.run(
    `UPDATE checkouts SET leased_until = now() - interval '1 second' WHERE leased_until IS NOT NULL`,
  );
}

/** What a worker writes in the end: only where its claim still stands. */
function finish({ id, fence }: Checkout): Promise<number> {
  return db.database.run('UPDATE checkouts SET due_at = NULL, leased_until = NULL WHERE id = $1 AND fence = $2', [
    id,
    fence,
  ]);
}

describe('claiming due rows', () => {
  it('takes what is due and leaves what is not', async () => {
    const [due] = await dueCheckouts([LONG_AGO, FAR_AHEAD]);
    expect(idsOf(await claim(db.database, 10))).toEqual([due!.id]);
  });

  it('takes the oldest first, and no more than asked for', async () => {
    const later = new Date('2026-02-01T00:00:00.000Z');
    const rows = await dueCheckouts([later, LONG_AGO, later, LONG_AGO]);
    expect(idsOf(await claim(db.database, 2))).toEqual(idsOf([rows[1]!, rows[3]!]));
  });

  it('raises the fence and leases the row for the time asked for', async () => {
    await dueCheckouts([LONG_AGO]);
    const [claimed] = await claim(db.database, 1, 600);
    const [lease] = await db.database.query<{ seconds: number }>(
      'SELECT extract(epoch FROM $1::timestamptz - now())::float8 AS seconds',
      [claimed!.leasedUntil],
    );
    expect(claimed!.fence).toBe(1);
    expect(lease!.seconds).toBeGreaterThan(570);
    expect(lease!.seconds).toBeLessThanOrEqual(600);
  });

  it('gives nobody a row that is leased', async () => {
    await dueCheckouts([LONG_AGO]);
    await claim(db.database, 1);
    expect(await claim(db.database, 1)).toEqual([]);
  });

  it('gives the row again when the lease has run out, under a higher fence', async () => {
    await dueCheckouts([LONG_AGO]);
    await claim(db.database, 1);
    await endLeases();
    expect((await claim(db.database, 1)).map(({ fence }) => fence)).toEqual([2]);
  });

  it('goes by the database’s clock, however far ahead that of the process is', async () => {
    await dueCheckouts([LONG_AGO]);
    await claim(db.database, 1);
    jest.useFakeTimers({ now: Date.now() + 3_600_000, doNotFake: [...EVERYTHING_BUT_DATE] });
    try {
      expect(await claim(db.database, 1)).toEqual([]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('passes over rows that another worker claims at this very moment', async () => {
    const rows = await dueCheckouts([LONG_AGO, LONG_AGO, LONG_AGO]);
    const [hasClaimed, mayCommit] = [new Gate(), new Gate()];
    const first = db.transactor.run(async (tx) => {
      const claimed = await claim(tx, 2);
      hasClaimed.open();
      await mayCommit.opened;
      return claimed;
    });
    await hasClaimed.opened;
    const second = await claim(db.database, 3);
    mayCommit.open();
    expect(second).toHaveLength(1);
    expect(idsOf([...(await first), ...second])).toEqual(idsOf(rows));
  });

  it('gives each row to one of many workers', async () => {
    const rows = await dueCheckouts(Array.from({ length: 60 }, () => LONG_AGO));
    const shares = await Promise.all(Array.from({ length: 8 }, () => claim(db.database, 8)));
    const again = await claim(db.database, 60);
    expect(idsOf([...shares.flat(), ...again])).toEqual(idsOf(rows));
  });
});

describe('a worker that lost its lease', () => {
  it('hits nothing with what it writes afterwards', async () => {
    await dueCheckouts([LONG_AGO]);
    const [zombie] = await claim(db.database, 1);
    await endLeases();
    const [successor] = await claim(db.database, 1);
    expect(await finish(zombie!)).toBe(0);
    expect(await finish(successor!)).toBe(1);
  });
});
