import { loadConfig } from '../../../src/config/app-config.js';
import { Waker } from '../../../src/database/waker.js';
import { EventLog } from '../../../src/events/event-log.js';
import { Event } from '../../../src/events/event.entity.js';
import { PaymentUnbookedWorker } from '../../../src/payments/payment-unbooked.worker.js';
import { PaymentWarnings } from '../../../src/payments/payment-warnings.js';
import { Payment } from '../../../src/payments/payment.entity.js';
import { PaymentsRepository } from '../../../src/payments/payments.repository.js';
import { anOwnerIn, aPayment, type Owner } from '../../support/builders.js';
import { FakeClock } from '../../support/fake-clock.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const config = loadConfig({ UNBOOKED_WARNING_SECONDS: '1800' }, false);

let db: TestDataSource;
let owner: Owner;

beforeAll(async () => {
  db = await openTestDatabase();
});

afterAll(() => db.close());

beforeEach(async () => {
  await db.database.run('UPDATE payments SET booking_awaited_since = NULL');
  owner = await anOwnerIn(db.database);
});

function aWorker(): PaymentUnbookedWorker {
  const waker = new Waker(db.database, db.dataSource);
  const repository = new PaymentsRepository(db.database, new EventLog(waker), waker);
  const warnings = new PaymentWarnings(db.database, repository, db.transactor, new FakeClock());
  return new PaymentUnbookedWorker(warnings, config);
}

/** By the database's clock, which the worker goes by. */
function minutesAgo(minutes: number): Date {
  return new Date(Date.now() - minutes * 60_000);
}

async function stored(fields: Partial<Payment>): Promise<Payment> {
  const payment = aPayment().in(owner).paid().with(fields).build();
  await db.database.write({ insert: [payment] });
  return payment;
}

async function warningsOf({ id }: Payment): Promise<Event[]> {
  return db.database.select(Event, `WHERE payment_id = $1 AND type = 'payment.unbooked_warning'`, [id]);
}

async function reread({ id }: Payment): Promise<Payment> {
  const [payment] = await db.database.select(Payment, 'WHERE id = $1', [id]);
  return payment!;
}

describe('the warning that a payment is not booked', () => {
  it('is a step of the payment, told once the time is over', async () => {
    const payment = await stored({ bookingAwaitedSince: minutesAgo(31) });
    await aWorker().tick();

    const [warning] = await warningsOf(payment);
    expect(warning).toMatchObject({ paymentVersion: payment.version + 1, previous: null });
    expect(warning!.data).toMatchObject({ payment: { status: 'paid', booking: { status: 'unbooked' } } });
    expect(await reread(payment)).toMatchObject({ version: payment.version + 1, bookingAwaitedSince: null });
  });

  it('is not told before', async () => {
    const payment = await stored({ bookingAwaitedSince: minutesAgo(29) });
    await aWorker().tick();

    expect(await warningsOf(payment)).toEqual([]);
  });

  it('is told of money that went back in part or in whole as well, since that is to be booked too', async () => {
    const back = { bookingAwaitedSince: minutesAgo(31), amountRefunded: 50 };
    const payments = [
      await stored({ ...back, status: 'partially_refunded' }),
      await stored({ ...back, status: 'refunded', amountRefunded: 1050 }),
    ];
    await aWorker().tick();

    const warnings = await Promise.all(payments.map(warningsOf));
    expect(warnings.map(({ length }) => length)).toEqual([1, 1]);
  });

  it('comes once for each payment, however many workers are at it at once', async () => {
    const payments = await Promise.all(
      Array.from({ length: 40 }, () => stored({ bookingAwaitedSince: minutesAgo(40) })),
    );
    await Promise.all([aWorker(), aWorker(), aWorker()].map((worker) => worker.tick()));
    await aWorker().tick();

    const warnings = await Promise.all(payments.map(warningsOf));
    expect(warnings.map(({ length }) => length)).toEqual(payments.map(() => 1));
  });

  it('is not lost and not held up by a payment whose warning cannot be written', async () => {
    const broken = await stored({ bookingAwaitedSince: minutesAgo(60) });
    const behind = await stored({ bookingAwaitedSince: minutesAgo(50) });
    // History that the row does not know: the next version is taken.
    await db.database.run(
      `INSERT INTO events (account_id, mode, id, type, payment_id, payment_version, data, created_at)
       VALUES ($1, $2, new_id(), 'payment.updated', $3, $4, '{}', now())`,
      [broken.accountId, broken.mode, broken.id, broken.version + 1],
    );

    await expect(aWorker().tick()).rejects.toThrow('events_one_per_version');
    expect(await warningsOf(behind)).toHaveLength(1);
    expect(await reread(broken)).toMatchObject({
      version: broken.version,
      bookingAwaitedSince: broken.bookingAwaitedSince,
    });
  });

  it('cannot be due for a payment that is booked: the database refuses', async () => {
    await expect(
      stored({ bookingStatus: 'posted', bookingVoucher: 'RE-1', bookingAwaitedSince: minutesAgo(1) }),
    ).rejects.toThrow('payments_booking_awaited');
  });
});

describe('finding what is due a warning', () => {
  it('reads an index that holds nothing else, in its order', async () => {
    const plan = await db.dataSource.transaction(async (manager) => {
      await manager.query('SET LOCAL enable_seqscan = off');
      await manager.query('SET LOCAL enable_bitmapscan = off');
      return manager.query<{ 'QUERY PLAN': string }[]>(
        `EXPLAIN SELECT account_id, mode, id FROM payments
         WHERE booking_awaited_since <= now() - make_interval(secs => 1800) ORDER BY booking_awaited_since LIMIT 100`,
      );
    });

    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(
      /^Limit.*\n +-> {2}Index Scan using payments_booking_due/,
    );
  });
});
