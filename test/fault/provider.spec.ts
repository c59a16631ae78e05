import { jest } from '@jest/globals';
import { ledgerEntries } from '../fixtures/books.js';
import { expectConsistency, expectRecovery } from '../fixtures/recovery.js';
import { Shop, type Visit } from '../fixtures/shop.js';
import { Traffic } from '../fixtures/traffic.js';
import { dojoClient } from '../simulator/support/dojo.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { TcpProxy } from '../support/tcp.proxy.js';

jest.setTimeout(180_000);

const PAID_ONCE = ['payment.created', 'payment.pending', 'payment.paid'];

let world: DunlinWorld;
let network: TcpProxy;
let shop: Shop;
/** The shop's name at the provider. */
let apiKey: string;

beforeAll(async () => {
  world = await DunlinWorld.create();
  network = await TcpProxy.start(world.simulator.url);
  const env = { DOJO_BASE_URL: network.url, PROVIDER_TIMEOUT_MS: '1500' };
  await world.start({ ...env, ROLE: 'api' });
  await world.start({ ...env, ROLE: 'worker', PORT: String(await freePort()) });
  apiKey = await world.connect();
  shop = await Shop.dojo(world, { credentials: { apiKey } });
}, 90_000);

afterAll(async () => {
  await world.close();
  await network.cut();
});

interface Answer {
  readonly name: string;
  readonly [option: string]: unknown;
}

/** What a provider may say in place of doing what it was asked, and of telling what is so. */
const ANSWERS: readonly [string, Answer][] = [
  ['silence', { name: 'provider_timeout' }],
  ['a slow drip', { name: 'provider_drip', intervalMs: 100 }],
  ['a reset', { name: 'provider_reset' }],
  ['500', { name: 'provider_500' }],
  ['502 with HTML', { name: 'provider_answer', status: 502, body: '<h1>Bad gateway</h1>', contentType: 'text/html' }],
  ['429 without Retry-After', { name: 'provider_429' }],
  ['429 with Retry-After', { name: 'provider_429', retryAfterSeconds: 1 }],
  ['401', { name: 'provider_answer', status: 401, body: {} }],
  ['a 200 that is a page', { name: 'provider_answer', status: 200, body: '<h1>Hello</h1>', contentType: 'text/html' }],
  ['a 200 that ends early', { name: 'provider_answer', status: 200, body: '{"id":"pi_sandb' }],
  ['a 200 without anything', { name: 'provider_answer', status: 200, body: '' }],
];

describe('a provider that answers with', () => {
  const sales = new Map<string, Promise<Visit>>();
  let endedMs: number;

  // All at once, each at a shop of its own with a pace of its own: what takes time is the pause after a look that failed.
  beforeAll(() => {
    for (const [what, answer] of ANSWERS) sales.set(what, sellIn(answer));
  });

  async function sellIn(answer: Answer): Promise<Visit> {
    const own = await Shop.dojo(world);
    const arrival = await own.link();
    await own.scenario({ ...answer, reference: arrival.reference, operation: 'create' });
    const visit = await own.go(arrival);
    await own.scenario({ ...answer, reference: arrival.reference, operation: 'fetch' });
    await own.pay(visit);
    await world.provider.waitForCall(arrival.reference, 'fetch', 30_000);
    endedMs = performance.now();
    await own.becomes(arrival.reference, 'paid', 40_000);
    return visit;
  }

  it.each(ANSWERS)('%s, to a create and to a look, is paid once through one page', async (what) => {
    const visit = await sales.get(what)!;

    expect(await pagesOf(visit)).toMatchObject([{ id: visit.orderId, charges: [{ amount: 1050 }] }]);
    expect(await world.provider.calls(visit.reference, 'create')).toBeLessThanOrEqual(2);
    expect(await world.provider.calls(visit.reference, 'fetch')).toBeGreaterThanOrEqual(2);
    expect(await typesOf(visit)).toEqual(PAID_ONCE);
  });

  it('anything of it, leaves everybody of one opinion', async () => {
    await Promise.all(sales.values());
    await expectRecovery(world, 'looks that were answered wrongly', endedMs);
  });
});

describe('a create that happens, and whose answer is lost', () => {
  it.each(['provider_timeout_after_create', 'provider_reset_after_create'])(
    'by %s, leads to that page',
    async (name) => {
      const arrival = await shop.link();
      await shop.scenario({ name, reference: arrival.reference });
      const visit = await shop.go(arrival);
      await payAndRecover(visit, 'a create whose answer was lost');

      expect(await world.provider.calls(visit.reference, 'create')).toBe(1);
      expect(await pagesOf(visit)).toMatchObject([{ id: visit.orderId, charges: [{}] }]);
      expect(await typesOf(visit)).toEqual(PAID_ONCE);
    },
  );
});

describe('a provider that makes another page than was asked for', () => {
  it.each(['amount_mismatch', 'currency_mismatch', 'reference_mismatch'])(
    '(%s) leads nobody there, and the next one is paid',
    async (name) => {
      const arrival = await shop.link();
      await shop.scenario({ name, reference: arrival.reference, operation: 'create' });
      const headers = { 'idempotency-key': arrival.reference };
      const refused = await world.api.post(`/v1/payments/${arrival.link.paymentId}/checkout`, {}, { headers });
      const visit = await shop.go(arrival);
      await payAndRecover(visit, `a page with ${name}`);

      expect(refused.json()).toMatchObject({ status: 502, code: 'provider_mismatch' });
      expect((await pagesOf(visit)).map(({ payable, charges }) => [payable, charges.length]).toSorted()).toEqual([
        [false, 0],
        [false, 1],
      ]);
      expect(await typesOf(visit)).toEqual(PAID_ONCE);
    },
  );
});

describe('a provider that says of a paid payment', () => {
  it.each([
    ['another amount', { name: 'amount_mismatch' }, 'amount_mismatch'],
    ['another currency', { name: 'currency_mismatch' }, 'currency_mismatch'],
    ['a status that no document knows', { name: 'unknown_status', status: 'Pondering' }, 'unrecognised_status'],
  ])('%s has it flagged, concludes nothing, and is believed when it tells the truth', async (what, answer, reason) => {
    const visit = await shop.visit();
    await shop.scenario({ ...answer, reference: visit.reference, operation: 'fetch' });
    await payAndRecover(visit, `a provider that said ${what}`);

    const told = await world.eventsAbout(visit.reference);
    expect(told.map(({ type }) => type)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.review_required',
      'payment.paid',
    ]);
    expect(told[2]!.data.payment).toMatchObject({ status: 'pending', amountPaid: { value: 0 }, review: { reason } });
  });

  it('that it knows no such payment, shortly after it was made, is asked again', async () => {
    const visit = await shop.visit();
    await shop.scenario({ name: 'payment_missing', reference: visit.reference });
    await payAndRecover(visit, 'a provider that did not know the payment');

    expect(await typesOf(visit)).toEqual(PAID_ONCE);
  });

  it('what was so before it was paid, once paid and once not, has it paid once', async () => {
    const visit = await shop.visit();
    const body = await dojoClient(world.simulator.url, apiKey).fetch(visit.orderId);
    const stale = { name: 'provider_answer', status: 200, body, reference: visit.reference, operation: 'fetch' };
    await shop.scenario(stale);
    await shop.pay(visit);
    const paid = await shop.becomes(visit.reference, 'paid');
    await shop.scenario(stale);
    await world.api.make(`/v1/payments/${paid.id}/refresh`);
    await expectConsistency(world);

    expect(await typesOf(visit)).toEqual(PAID_ONCE);
    expect(await world.payment(visit.reference)).toMatchObject({ status: 'paid', version: paid.version });
  });
});

describe('money that comes when nobody expects it any more', () => {
  it('after a cancel is taken in, and flagged', async () => {
    const visit = await shop.visit();
    await world.api.make(`/v1/payments/${visit.link.paymentId}/cancel`, {});
    await payLate(visit);
    const endedMs = performance.now();
    const paid = await shop.becomes(visit.reference, 'paid');
    await expectRecovery(world, 'money after a cancel', endedMs);

    expect(paid.review).toMatchObject({ reason: 'late_payment' });
  });

  it('over a page that was given up, when another one is paid, is flagged as surplus', async () => {
    const first = await shop.visit();
    await dojoClient(world.simulator.url, apiKey).call('DELETE', `/payment-intents/${first.orderId}`);
    await world.api.make(`/v1/payments/${first.link.paymentId}/refresh`);
    const second = await shop.go(first);
    await shop.pay(second);
    await shop.becomes(first.reference, 'paid');
    await payLate(first);
    const endedMs = performance.now();
    await world.erp.waitFor(first.reference, 'payment.review_required', 30_000);
    await expectRecovery(world, 'two pages that were paid', endedMs);

    expect(second.orderId).not.toBe(first.orderId);
    expect(await world.payment(first.reference)).toMatchObject({
      status: 'paid',
      amountPaid: { value: 2100 },
      review: { reason: 'surplus' },
    });
  });
});

describe('the network to the provider', () => {
  it('may be slow: everything takes its time, and nothing fails', async () => {
    network.delay(300);
    const traffic = Traffic.begin(world);
    await patiently(() => traffic.paid.length >= 3 || undefined, 30_000);
    network.delay(0);
    const endedMs = performance.now();
    await traffic.end();
    await expectRecovery(world, 'a slow network to the provider', endedMs);

    expect([traffic.lost, ...traffic.excuses.keys()]).toEqual([0]);
  });

  it.each([
    ['may be gone', () => network.cut(), () => network.mend()],
    ['may swallow everything', async () => network.silence(), async () => network.restore()],
  ])('%s: payers are asked to come again, and pay once', async (_, begin, end) => {
    const traffic = Traffic.begin(world);
    await patiently(() => traffic.paid.length >= 3 || undefined, 30_000);
    await begin();
    await patiently(
      () => [...traffic.excuses.values()].reduce((sum, count) => sum + count, 0) >= 3 || undefined,
      30_000,
    );
    await end();
    const endedMs = performance.now();
    await traffic.end();
    await expectRecovery(world, 'a network to the provider that was gone', endedMs);

    const creates = await Promise.all(traffic.paid.map((reference) => world.provider.calls(reference, 'create')));
    expect(creates.reduce((sum, count) => sum + count, 0) / creates.length).toBeLessThanOrEqual(1.2);
  });
});

async function pagesOf({ reference }: Pick<Visit, 'reference'>) {
  return (await ledgerEntries(world)).filter((entry) => entry.reference === reference);
}

async function typesOf({ reference }: Pick<Visit, 'reference'>): Promise<string[]> {
  return (await world.eventsAbout(reference)).map(({ type }) => type);
}

/** The payer pays, and whatever was wrong before is over. */
async function payAndRecover(visit: Visit, fault: string): Promise<void> {
  await shop.pay(visit);
  const endedMs = performance.now();
  await shop.becomes(visit.reference, 'paid');
  await expectRecovery(world, fault, endedMs);
}

/** The provider takes money although it has closed the page. */
async function payLate(visit: Visit): Promise<void> {
  await shop.scenario({ name: 'paid_after_expiry', intentId: visit.orderId });
  await shop.pay(visit);
}
