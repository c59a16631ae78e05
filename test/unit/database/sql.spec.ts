import { newId } from '../../../src/common/ids.js';

import { Connection } from '../../../src/connections/connection.entity.js';
import { databaseErrorCode, violatedConstraint } from '../../../src/database/database-error.js';
import { Event } from '../../../src/events/event.entity.js';
import { Checkout } from '../../../src/payments/checkout.entity.js';
import { Payment } from '../../../src/payments/payment.entity.js';
import { Endpoint } from '../../../src/webhooks/outgoing/endpoint.entity.js';
import {
  aCheckout,
  aConnection,
  anEndpoint,
  anEvent,
  anOwnerIn,
  aPayment,
  type Owner,
} from '../../support/builders.js';
import { Gate } from '../../support/gate.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;
let owner: Owner;
let connection: Connection;

beforeAll(async () => {
  db = await openTestDatabase();
  owner = await anOwnerIn(db.database);
  connection = aConnection(owner);
  await db.database.write({ insert: [connection] });
});

afterAll(() => db.close());

const OF_KEY = 'WHERE account_id = $1 AND mode = $2 AND id = $3';

async function readBack<Row extends object>(target: new () => Row, row: Owner & { id: string }): Promise<Row> {
  const [found] = await db.database.select(target, OF_KEY, [row.accountId, row.mode, row.id]);
  if (!found) throw new Error('The row is not there');
  return found;
}

describe('write', () => {
  it('stores rows that refer to each other, in any order', async () => {
    const payment = aPayment().in(owner).build();
    const checkout = aCheckout().of(payment).at(connection).build();
    await db.database.write({ insert: [checkout, payment] });
    expect((await readBack(Checkout, checkout)).paymentId).toBe(payment.id);
  });

  it('stores all rows or none', async () => {
    const payment = aPayment().in(owner).build();
    const twin = aPayment().in(owner).with({ reference: payment.reference }).build();
    const error: unknown = await db.database
      .write({ insert: [payment, anEvent(owner), twin] })
      .catch((e: unknown) => e);
    expect(violatedConstraint(error)).toBe('payments_reference');
    await expect(readBack(Payment, payment)).rejects.toThrow('not there');
  });

  it('leaves the update undone when the insert beside it fails', async () => {
    const payment = aPayment().in(owner).build();
    await db.database.write({ insert: [payment] });
    payment.checkoutOpened(aCheckout().of(payment).at(connection).build(), new Date());
    const twins = [1, 2].map(() => anEvent(owner, { paymentId: payment.id, paymentVersion: 2 }));
    const write = db.database.write({ insert: twins, update: [{ row: payment, set: ['status', 'version'] }] });
    await expect(write).rejects.toThrow(/events_one_per_version/);
    expect((await readBack(Payment, payment)).status).toBe('open');
  });

  it('numbers rows of one table in the order in which they were given', async () => {
    const payment = aPayment().in(owner).build();
    const events = Array.from({ length: 50 }, () => anEvent(owner));
    // Of another table in between, as when a link is made with its payment.
    await db.database.write({ insert: [...events.slice(0, 20), payment, ...events.slice(20)] });
    const rows = await db.database.select(Event, 'WHERE account_id = $1 AND id = ANY ($2) ORDER BY position', [
      owner.accountId,
      events.map(({ id }) => id),
    ]);
    expect(rows.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('updates the named columns and no others', async () => {
    const payment = aPayment().in(owner).build();
    await db.database.write({ insert: [payment] });
    payment.description = 'not written';
    payment.settlement = { status: 'settled', reference: 'S-1', at: '2026-11-21T00:00:00.000Z' };
    await db.database.write({ update: [{ row: payment, set: ['settlement'] }] });
    expect(await readBack(Payment, payment)).toMatchObject({ description: null, settlement: payment.settlement });
  });

  it('updates no row of another account or mode', async () => {
    const payment = aPayment().in(owner).build();
    await db.database.write({ insert: [payment] });
    const stranger = Object.assign(aPayment().build(), payment.key, { mode: 'live', description: 'stolen' });
    await db.database.write({ update: [{ row: stranger, set: ['description'] }] });
    expect((await readBack(Payment, payment)).description).toBeNull();
  });

  it('does nothing when there is nothing to write', async () => {
    await expect(db.database.write({})).resolves.toBeUndefined();
  });

  it('refuses a property that is no column', async () => {
    const update = db.database.write({ update: [{ row: aPayment().build(), set: ['steps'] }] });
    await expect(update).rejects.toThrow('Payment has no column steps');
  });
});

describe('what was written comes back as it was', () => {
  it('a whole payment', async () => {
    const payment = aPayment()
      .in(owner)
      .of(99_999_999_999, 'GBP')
      .with({
        description: `O'Brien "quoted" \\ 漢字 🧾`,
        customer: { name: 'Zoë', email: 'payer@example.com', phone: null, externalId: '42' },
        items: [{ description: 'Fees', quantity: 2, amount: { value: 5, currency: 'GBP' }, code: null }],
        metadata: { __proto__x: 'a', nested: '{"not":"parsed"}' },
        expiresAt: new Date('2026-12-01T00:00:00.123Z'),
      })
      .build();
    await db.database.write({ insert: [payment] });
    expect(await readBack(Payment, payment)).toEqual(payment);
  });

  it('a payment that has nothing optional', async () => {
    const payment = aPayment().in(owner).build();
    await db.database.write({ insert: [payment] });
    expect(await readBack(Payment, payment)).toEqual(payment);
  });

  it('SQL sees null, not the JSON text null', async () => {
    const payment = aPayment().in(owner).build();
    await db.database.write({ insert: [payment] });
    const [row] = await db.database.query('SELECT last_decline IS NULL AS is_null FROM payments WHERE id = $1', [
      payment.id,
    ]);
    expect(row).toEqual({ is_null: true });
  });

  it('bytes, all of them', async () => {
    const returnTokenHash = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const payment = aPayment().in(owner).build();
    const checkout = aCheckout().of(payment).at(connection).with({ returnTokenHash }).build();
    await db.database.write({ insert: [payment, checkout] });
    expect((await readBack(Checkout, checkout)).returnTokenHash).toEqual(returnTokenHash);
  });

  it.each([[[]], [['payment.paid', 'a,b', '{"}', 'NULL', '']]])('the list of texts %j', async (events) => {
    const endpoint = anEndpoint(owner, { events });
    await db.database.write({ insert: [endpoint] });
    expect((await readBack(Endpoint, endpoint)).events).toEqual(events);
  });

  it('a sum beyond 32 bits, as a number', async () => {
    const endpoint = anEndpoint(owner, { fromSequence: 2 ** 52 + 1 });
    await db.database.write({ insert: [endpoint] });
    expect((await readBack(Endpoint, endpoint)).fromSequence).toBe(2 ** 52 + 1);
  });

  it('JSON with its keys in the order in which they were written', async () => {
    const event = anEvent(owner, { data: { z: 1, a: { c: 1, b: [null, 1.5, 'x'] } } });
    await db.database.write({ insert: [event] });
    expect(JSON.stringify((await readBack(Event, event)).data)).toBe(JSON.stringify(event.data));
  });

  it('settings of a connection, with lists and nulls inside', async () => {
    const rich = Object.assign(aConnection(owner), { settings: { methods: ['card'], note: null, deep: { on: true } } });
    await db.database.write({ insert: [rich] });
    expect((await readBack(Connection, rich)).settings).toEqual(rich.settings);
  });

  it('rows of an empty, one-row and many-row insert with nulls in different columns', async () => {
    const events = [anEvent(owner), anEvent(owner, { paymentId: newId(), previous: { status: 'open' } })];
    await db.database.write({ insert: events });
    const [plain, full] = await Promise.all(events.map((event) => readBack(Event, event)));
    expect([plain!.paymentId, plain!.previous]).toEqual([null, null]);
    expect([full!.paymentId, full!.previous]).toEqual([events[1]!.paymentId, { status: 'open' }]);
  });
});

describe('a transaction', () => {
  it('is undone as a whole when its work fails', async () => {
    const payment = aPayment().in(owner).build();
    const work = db.transactor.run(async (tx) => {
      await tx.write({ insert: [payment] });
      throw new Error('the work failed');
    });
    await expect(work).rejects.toThrow('the work failed');
    await expect(readBack(Payment, payment)).rejects.toThrow('not there');
  });

  it('is done again from its beginning after a deadlock', async () => {
    const [first, second] = [aPayment().in(owner).build(), aPayment().in(owner).build()];
    await db.database.write({ insert: [first, second] });
    let begun = 0;
    let held = 0;
    const both = new Gate();
    const lockInOrder = (ids: readonly string[]) =>
      db.transactor.run(async (tx) => {
        begun += 1;
        const [one, two] = ids;
        await tx.query('SELECT FROM payments WHERE id = $1 FOR UPDATE', [one]);
        held += 1;
        if (held === 2) both.open();
        await both.opened;
        await tx.query('SELECT FROM payments WHERE id = $1 FOR UPDATE', [two]);
      });
    await Promise.all([lockInOrder([first.id, second.id]), lockInOrder([second.id, first.id])]);
    expect(begun).toBe(3);
  });

  it('is not done again after any other error', async () => {
    let begun = 0;
    const work = db.transactor.run(async (tx) => {
      begun += 1;
      await tx.query('SELECT 1 / 0');
    });
    const error: unknown = await work.catch((e: unknown) => e);
    expect({ code: databaseErrorCode(error), begun }).toEqual({ code: '22012', begun: 1 });
  });
});
