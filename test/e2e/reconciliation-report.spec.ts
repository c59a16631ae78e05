import { createHash, randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Dunlin } from '../../clients/typescript/src/dunlin.client.js';
import { Shop } from '../fixtures/shop.js';
import { DunlinWorld } from '../support/dunlin.world.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let dunlin: Dunlin;
let dojo: Shop;

/** Paid through Dojo, through Dojo and partly given back, and in cash; and one that nobody has paid. */
const paid = { whole: '', part: '', cash: '', none: '' };

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ RECONCILIATION_SECONDS: '0' });
  dunlin = new Dunlin({ baseUrl: world.url, apiKey: world.sandboxKey });
  dojo = await Shop.dojo(world);
  paid.whole = await sale();
  paid.part = await sale();
  await refund(paid.part, 400);
  paid.cash = (await dojo.link()).link.paymentId;
  await world.api.make(`/v1/payments/${paid.cash}/record`, { method: 'cash', receivedAt: new Date().toISOString() });
  paid.none = (await dojo.link()).link.paymentId;
}, 90_000);

afterAll(() => world.close());

describe('the control totals of a day', () => {
  it('add up what was paid, by provider and currency, with a hash over the ids', async () => {
    const report = await dunlin.get('/v1/reconciliation/{date}', { params: { path: { date: today() } } });

    const gbp = (value: number) => ({ value, currency: 'GBP' });
    expect(report).toMatchObject({ object: 'reconciliation', mode: 'sandbox', count: 3, inReview: 0 });
    expect(report.totals).toEqual([
      { provider: 'dojo', currency: 'GBP', count: 2, paid: gbp(2100), refunded: gbp(400), net: gbp(1700) },
      { provider: 'outside', currency: 'GBP', count: 1, paid: gbp(1050), refunded: gbp(0), net: gbp(1050) },
    ]);
    expect(report.statuses).toEqual([
      { status: 'paid', count: 2 },
      { status: 'partially_refunded', count: 1 },
    ]);
    const ids = [paid.whole, paid.part, paid.cash].toSorted().map((id) => `${id}\n`);
    expect(report.idsSha256).toBe(createHash('sha256').update(ids.join('')).digest('hex'));
    expect(report.connections).toMatchObject([{ connectionId: dojo.connection.id, method: 'list', state: 'none' }]);
  });

  it('are nothing on a day without payments', async () => {
    const report = await dunlin.get('/v1/reconciliation/{date}', { params: { path: { date: '2020-02-29' } } });
    const idsSha256 = createHash('sha256').digest('hex');
    expect(report).toMatchObject({ count: 0, totals: [], statuses: [], idsSha256 });
  });

  it('go by the clock of the account', async () => {
    await world.rows(`UPDATE accounts SET time_zone = 'Asia/Kolkata'`);
    const report = await dunlin.get('/v1/reconciliation/{date}', { params: { path: { date: '2026-11-20' } } });
    await world.rows(`UPDATE accounts SET time_zone = 'UTC'`);
    expect(report).toMatchObject({
      timeZone: 'Asia/Kolkata',
      from: '2026-11-19T18:30:00.000Z',
      to: '2026-11-20T18:30:00.000Z',
    });
  });

  it.each(['2026-02-30', '20261120', 'today'])('are refused for %s', async (date) => {
    const answer = await world.api.get(`/v1/reconciliation/${date}`);
    expect(answer.json()).toMatchObject({ status: 400, code: 'validation_failed', errors: [{ path: 'date' }] });
  });

  it('are those of the mode of the key', async () => {
    const live = new Dunlin({ baseUrl: world.url, apiKey: await world.addKey({ mode: 'live' }) });
    const report = await live.get('/v1/reconciliation/{date}', { params: { path: { date: today() } } });
    expect(report).toMatchObject({ mode: 'live', count: 0, connections: [] });
  });

  it('need the scope payments:read', async () => {
    const key = await world.addKey({ scopes: ['settings:read'] });
    const answer = await world.api.get(`/v1/reconciliation/${today()}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(403);
  });
});

describe("an ERP's books of a day", () => {
  it('are equal, by id or by reference', async () => {
    const cash = await dunlin.get('/v1/payments/{id}', { params: { path: { id: paid.cash } } });
    const books = await compare([{ id: paid.whole }, { id: paid.part }, { reference: cash.reference }]);
    expect(books).toMatchObject({ given: 3, matched: 3, isEqual: true, missingInErp: { count: 0, data: [] } });
  });

  it('are told where they differ, both ways', async () => {
    const books = await compare([
      { id: paid.whole, amount: { value: 1000, currency: 'GBP' } },
      { id: paid.part, amount: { value: 1050, currency: 'GBP' } },
      { id: paid.part },
      { id: paid.none },
      { reference: 'INV-OF-NOBODY' },
    ]);
    expect(books).toMatchObject({
      given: 5,
      matched: 1,
      isEqual: false,
      missingInErp: { count: 1, data: [{ id: paid.cash, amountPaid: { value: 1050, currency: 'GBP' } }] },
      amounts: { count: 1, data: [{ id: paid.whole, given: { value: 1000, currency: 'GBP' } }] },
      repeated: { count: 1, data: [{ id: paid.part }] },
      notPaid: { count: 1, data: [{ id: paid.none, status: 'open' }] },
      unknown: { count: 1, data: [{ id: null, reference: 'INV-OF-NOBODY' }] },
      otherDay: { count: 0, data: [] },
    });
  });

  it('are told which payments belong to another day', async () => {
    const books = await compare([{ id: paid.whole }], '2020-02-29');
    expect(books).toMatchObject({ matched: 0, otherDay: { count: 1, data: [{ id: paid.whole }] } });
  });

  it('may hold fifty thousand payments, and no more', async () => {
    const payments = Array.from({ length: 50_000 }, () => ({
      reference: `INV-${randomUUID()}`,
      amount: { value: 1050, currency: 'GBP' },
    }));
    const books = await compare(payments);
    expect(books).toMatchObject({ given: 50_000, unknown: { count: 50_000 }, missingInErp: { count: 3 } });
    expect(books.unknown.data).toHaveLength(200);

    const answer = await world.api.post(`/v1/reconciliation/${today()}`, {
      payments: [...payments, { reference: 'INV-ONE-TOO-MANY' }],
    });
    expect(answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ path: 'payments' }] });
  });

  it.each([
    [{ id: 'pay_1' }, 'must have the id of a payment'],
    [{ id: 'pay_01h455vb4pex5vsknk084sn02q', reference: 'INV-1' }, 'must have either id or reference'],
    [{}, 'must have either id or reference'],
    [{ reference: 'INV-1', amount: { value: 1.5, currency: 'GBP' } }, 'must have an amount in whole minor units'],
    [{ reference: 'INV-1', amount: { value: 1, currency: 'gbp' } }, 'must have a currency'],
    [{ reference: 'INV-1', paid: true }, 'has a field that is not known: paid'],
    ['INV-1', 'must be an object'],
  ])('are refused with %j', async (entry, message) => {
    const answer = await world.api.post(`/v1/reconciliation/${today()}`, { payments: [{ reference: 'INV-0' }, entry] });
    expect(answer.json()).toMatchObject({
      status: 400,
      code: 'validation_failed',
      errors: [{ path: 'payments', message: expect.stringContaining(`payments[1] ${message}`) }],
    });
  });

  it('get the same answer again under the same key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = { payments: [{ id: paid.whole }] };
    const first = await world.api.post(`/v1/reconciliation/${today()}`, body, { headers });
    const again = await world.api.post(`/v1/reconciliation/${today()}`, body, { headers });
    expect(again.text).toBe(first.text);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });
});

type Entries = readonly { id?: string; reference?: string; amount?: { value: number; currency: string } }[];

function compare(payments: Entries, date = today()) {
  return dunlin.post('/v1/reconciliation/{date}', { params: { path: { date } }, body: { payments: [...payments] } });
}

/** The account's clock is UTC. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

async function sale(): Promise<string> {
  const visit = await dojo.visit();
  await dojo.payAndReturn(visit);
  await dojo.becomes(visit.reference, 'paid');
  return visit.link.paymentId;
}

async function refund(paymentId: string, value: number): Promise<void> {
  await world.api.make(`/v1/payments/${paymentId}/refunds`, { amount: { value, currency: 'GBP' } });
  const { reference } = await dunlin.get('/v1/payments/{id}', { params: { path: { id: paymentId } } });
  await dojo.becomes(reference, 'partially_refunded');
}
