import type { AppConfig } from '../../../src/config/app-config.js';
import { SystemClock, type Clock } from '../../../src/common/clock.js';
import { EventLog } from '../../../src/events/event-log.js';
import type { Sql } from '../../../src/database/sql.js';
import type { Transactor } from '../../../src/database/transactor.js';
import type { Waker } from '../../../src/database/waker.js';
import { LinkExpiryWorker } from '../../../src/links/link-expiry.worker.js';
import { Link } from '../../../src/links/link.entity.js';
import { PAYMENT_STATUSES } from '../../../src/payments/payment-status.js';
import { PaymentsRepository } from '../../../src/payments/payments.repository.js';
import type { Payment } from '../../../src/payments/payment.entity.js';
import { aLink, anOwnerIn, aPayment, type Owner } from '../../support/builders.js';
import { FakeClock } from '../../support/fake-clock.js';
import { patiently } from '../../support/patiently.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const HOUR_MS = 3600_000;
const JUST_NOW = new Date(Date.now() - 1000);
const LATER = new Date(Date.now() + HOUR_MS);
const WAKER = { wake: () => undefined } as unknown as Waker;

let db: TestDataSource;
let owner: Owner;
let worker: LinkExpiryWorker;

beforeAll(async () => {
  db = await openTestDatabase();
  worker = aWorker();
});

beforeEach(async () => {
  owner = await anOwnerIn(db.database);
});

afterAll(() => db.close());

/** Whether somebody waits for what this transaction holds. */
async function isWaitedFor(tx: Sql): Promise<boolean> {
  const [row] = await tx.query<{ waited: boolean }>(
    'SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))) AS waited',
    [],
  );
  return row!.waited;
}

function aWorker({ clock = new SystemClock(), transactor = db.transactor }: Partial<Surroundings> = {}) {
  const eventLog = new EventLog(WAKER);
  const payments = new PaymentsRepository(db.database, eventLog, WAKER);
  const config = { workerPollMs: 1000, leaseSeconds: 30 } as AppConfig;
  return new LinkExpiryWorker(db.database, transactor, payments, eventLog, clock, config);
}

interface Surroundings {
  readonly clock: Clock;
  readonly transactor: Transactor;
}

async function stored({
  payment = aPayment().in(owner).build(),
  ...fields
}: Partial<Link> & { payment?: Payment }): Promise<Link> {
  const link = Object.assign(aLink(payment), { expiresAt: LATER, dueAt: LATER, ...fields });
  await db.database.write({ insert: [payment, link] });
  return link;
}

async function told(): Promise<number> {
  return (
    await db.database.query(`SELECT FROM events WHERE type = 'link.expired' AND account_id = $1`, [owner.accountId])
  ).length;
}

async function dueOf({ id }: Link): Promise<Date | null> {
  const [link] = await db.database.select(Link, 'WHERE id = $1', [id]);
  return link!.dueAt;
}

describe('a link whose time has run out', () => {
  it('is told of once, however many workers look', async () => {
    const link = await stored({ expiresAt: JUST_NOW, dueAt: JUST_NOW });
    await Promise.all([worker.tick(), worker.tick(), aWorker().tick()]);
    await worker.tick();

    expect(await told()).toBe(1);
    expect(await dueOf(link)).toBeNull();
  });

  it('is told of when it was its payment’s time, too', async () => {
    const payment = aPayment().in(owner).expiring(JUST_NOW).build();
    await stored({ payment, dueAt: JUST_NOW });
    await worker.tick();

    expect(await told()).toBe(1);
  });

  it('is told of although this process’s clock is behind the database’s', async () => {
    await stored({ expiresAt: JUST_NOW, dueAt: JUST_NOW });
    await aWorker({ clock: new FakeClock(new Date(Date.now() - HOUR_MS)) }).tick();

    expect(await told()).toBe(1);
  });

  it.each(PAYMENT_STATUSES.filter((status) => !['open', 'pending', 'failed', 'expired'].includes(status)))(
    'is not told of when its payment is %s: the link is over for another reason',
    async (status) => {
      const link = await stored({
        payment: aPayment().in(owner).inState(status).build(),
        expiresAt: JUST_NOW,
        dueAt: JUST_NOW,
      });
      await worker.tick();

      expect(await told()).toBe(0);
      expect(await dueOf(link)).toBeNull();
    },
  );
});

describe('a link whose time runs out at the moment at which its payment ends', () => {
  it('is not told of after that', async () => {
    const payment = aPayment().in(owner).build();
    const link = await stored({ payment, expiresAt: JUST_NOW, dueAt: JUST_NOW });
    const payments = new PaymentsRepository(db.database, new EventLog(WAKER), WAKER);
    let ticked: Promise<boolean> | undefined;
    await db.transactor.run(async (tx) => {
      const held = await payments.lock(tx, payment);
      held.cancel(new Date());
      await payments.save(tx, { payment: held });
      ticked = worker.tick();
      await patiently(async () => ((await isWaitedFor(tx)) || (await told()) > 0 ? true : undefined));
    });
    await ticked;

    expect(await told()).toBe(0);
    expect(await dueOf(link)).toBeNull();
  });
});

describe('a link that was given more time', () => {
  it('is looked at again when that is over', async () => {
    const payment = aPayment()
      .in(owner)
      .expiring(new Date(LATER.getTime() - 1))
      .build();
    const link = await stored({ payment, dueAt: JUST_NOW });
    await worker.tick();

    expect(await told()).toBe(0);
    expect(await dueOf(link)).toEqual(payment.expiresAt);
  });

  it('is not touched by a worker that lost its lease meanwhile', async () => {
    const link = await stored({ expiresAt: JUST_NOW, dueAt: JUST_NOW });
    const run: Transactor['run'] = async (work) => {
      await db.database.run('UPDATE links SET fence = fence + 1 WHERE id = $1', [link.id]);
      return db.transactor.run(work);
    };
    await aWorker({ transactor: { run } as Transactor }).tick();

    expect(await told()).toBe(0);
    expect(await dueOf(link)).toEqual(JUST_NOW);
  });
});
