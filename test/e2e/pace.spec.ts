import { jest } from '@jest/globals';
import { JODO_PROFILE } from '../../src/gateways/jodo/jodo.profile.js';
import { DOJO_PROFILE } from '../../src/gateways/dojo/dojo.profile.js';
import { expectBooksToAgree } from '../fixtures/books.js';
import { ProviderSwitch } from '../fixtures/provider.switch.js';
import { Shop, type Visit } from '../fixtures/shop.js';
import { exchange } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(90_000);

const SWEEP = 60;
/** Turns are given by the database's clock; on the way to the wire a call may be held up, and the next one not. */
const TOLERANCE = 1.25;

let world: DunlinWorld;
let wire: ProviderSwitch;

beforeAll(async () => {
  world = await DunlinWorld.create();
  wire = await ProviderSwitch.start(world.simulator.url);
  const atTheWire = { DOJO_BASE_URL: wire.url, JODO_SANDBOX_BASE_URL: wire.url, LOOK_SCHEDULE: '2,4,8,16,32,64' };
  await world.start(atTheWire);
  await world.start({ ...atTheWire, PORT: String(await freePort()) });
  await world.connect();
});

afterEach(() => expectBooksToAgree(world));

afterAll(async () => {
  await world.close();
  await wire.stop();
});

describe('a provider that answers every look with 429', () => {
  it('makes no payment fail, is asked ever more seldom, and the payment is paid in the end', async () => {
    const shop = await Shop.jodo(world);
    const visit = await shop.visit();
    await shop.scenario({ name: 'webhook_lost', reference: visit.reference });
    await shop.scenario({ name: 'provider_429', reference: visit.reference, operation: 'fetch', times: 1000 });
    await shop.pay(visit);
    // With an hour scaled to seconds: two looks are refused, about five seconds apart, and then about ten.
    await patiently(() => (looksAt(visit) >= 2 ? true : undefined), 20_000);
    const during = await world.payment(visit.reference);
    await shop.scenario({ name: 'provider_429', reference: visit.reference, operation: 'fetch', times: 0 });
    const paid = await shop.becomes(visit.reference, 'paid', 30_000);

    expect(during).toMatchObject({ status: 'pending', review: null, checkout: { status: 'open' } });
    expect(paid).toMatchObject({ review: null, version: 3 });
    expect(looksAt(visit)).toBeLessThanOrEqual(4);
  });

  it('is left alone for as long as it asks, however often the payer comes back, until it speaks up itself', async () => {
    const shop = await Shop.jodo(world);
    const visit = await shop.visit();
    const { reference } = visit;
    await shop.scenario({ name: 'webhook_late', reference, delayMs: 5000 });
    await shop.scenario({ name: 'provider_429', reference, operation: 'fetch', retryAfterSeconds: 600 });
    const returnUrl = await shop.pay(visit);
    await patiently(async () => ((await isPutOff(reference)) ? true : undefined));
    for (let times = 0; times < 5; times += 1) await exchange({ method: 'GET', url: returnUrl! });
    const looksBefore = looksAt(visit);
    await shop.delivered(visit, 1);
    const paid = await shop.becomes(reference, 'paid', 5000);

    expect(looksBefore).toBe(1);
    expect(paid.version).toBe(3);
  });

  async function isPutOff(reference: string): Promise<boolean> {
    const { nextCheckAt } = await world.payment(reference);
    return Date.parse(nextCheckAt!) - Date.now() > 500_000;
  }
});

describe('two processes that look at one provider together', () => {
  let shop: Shop;
  let due: Visit[];
  let returning: Visit;

  beforeAll(async () => {
    shop = await Shop.dojo(world);
    returning = await shop.visit();
    due = [];
    for (let count = 0; count < SWEEP; count += 10)
      due.push(...(await Promise.all(Array.from({ length: 10 }, () => shop.visit()))));
  });

  it('look at 60 due payments, and at a payer who is back meanwhile, within the pace of the connection', async () => {
    const startedAtMs = performance.now();
    await world.rows(
      `UPDATE checkouts SET due_at = now() WHERE status = 'open' AND provider_payment_id = ANY ($1::text[])`,
      [due.map(({ orderId }) => orderId)],
    );
    await patiently(() => (looksSince(startedAtMs).length >= 5 ? true : undefined));
    const isSweeping = looksSince(startedAtMs).length < SWEEP;
    await shop.scenario({ name: 'webhook_lost', reference: returning.reference });
    const backAtMs = performance.now();
    await shop.payAndReturn(returning);
    const paid = await shop.becomes(returning.reference, 'paid', 5000);
    const lookedAt = looksSince(backAtMs).find(({ path }) => path.includes(returning.orderId));
    const ids = new Set(due.map(({ orderId }) => orderId));
    await patiently(() => {
      for (const { path } of looksSince(startedAtMs)) ids.delete(idIn(path));
      return ids.size === 0 || undefined;
    }, 40_000);

    expect(isSweeping).toBe(true);
    expect(paid.status).toBe('paid');
    expect(lookedAt!.atMs - backAtMs).toBeLessThan(2000);
    expect(mostPerSecond(wire.callsOf(shop.authorization).map(({ atMs }) => atMs))).toBeLessThanOrEqual(
      DOJO_PROFILE.pace.callsPerSecond * TOLERANCE,
    );
  });

  it('keep the pace of one call a second where the provider bears no more', async () => {
    const slow = await Shop.jodo(world);
    const visits = [];
    for (let count = 0; count < 3; count += 1) visits.push(await slow.visit());
    await Promise.all(visits.map(({ link }) => world.api.make(`/v1/payments/${link.paymentId}/refresh`)));
    const calls = wire.callsOf(slow.authorization).filter(({ path }) => path.includes('/pay/'));
    const spanMs = calls.at(-1)!.atMs - calls[0]!.atMs;

    expect(calls.length).toBeGreaterThanOrEqual(6);
    expect((calls.length - 1) / (spanMs / 1000)).toBeLessThanOrEqual(JODO_PROFILE.pace.callsPerSecond * TOLERANCE);
  });

  function looksSince(atMs: number) {
    const calls = wire.callsOf(shop.authorization);
    return calls.filter(
      (call) => call.atMs >= atMs && call.method === 'GET' && call.path.startsWith('/payment-intents/'),
    );
  }
});

function looksAt({ orderId }: Visit): number {
  return wire.passed.filter(({ method, path }) => method === 'GET' && path.includes(orderId)).length;
}

function idIn(path: string): string {
  return /\/payment-intents\/([^/?]+)/.exec(path)?.[1] ?? '';
}

/** The most calls that any second saw. */
function mostPerSecond(timesMs: readonly number[]): number {
  return Math.max(...timesMs.map((startMs) => timesMs.filter((ms) => ms >= startMs && ms < startMs + 1000).length));
}
