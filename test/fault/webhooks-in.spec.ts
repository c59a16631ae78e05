import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { DojoWebhooks } from '../fixtures/dojo.webhooks.js';
import { expectRecovery } from '../fixtures/recovery.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { PostgresProxy } from '../support/postgres.proxy.js';

jest.setTimeout(180_000);

const PAID_ONCE = ['payment.created', 'payment.pending', 'payment.paid'];
const STATUSES = ['Created', 'Authorized', 'Captured', 'Refunded'];
const COPIES = 25;

let world: DunlinWorld;
let proxy: PostgresProxy;
let other: DunlinProcess;
let provider: DojoWebhooks;

beforeAll(async () => {
  world = await DunlinWorld.create();
  proxy = await PostgresProxy.start(world.database.url);
  await world.start();
  other = await world.start({ ROLE: 'api', PORT: String(await freePort()), DATABASE_URL: proxy.url });
  provider = await DojoWebhooks.of(world, await world.connect());
}, 180_000);

afterAll(async () => {
  await world.close();
  await proxy.cut();
});

describe('a webhook of the provider', () => {
  it('that comes a hundred times, among others, in any order and through two processes, is kept once and has one effect', async () => {
    const { reference, checkoutUrl, intentId } = await anOpenCheckout();
    const news = STATUSES.map((status) => provider.news(intentId, status));
    const copies = news.flatMap((body) => Array.from({ length: COPIES }, () => body));
    const [order] = fc.sample(fc.shuffledSubarray(copies, { minLength: copies.length }), 1);
    await world.provider.scenario({ name: 'webhook_lost', reference });
    const [answers] = await Promise.all([
      Promise.all(order!.map((body, index) => provider.send(body, index % 2 === 0 ? {} : { origin: other.url }))),
      world.provider.payAt(checkoutUrl, PAYS),
    ]);
    const sentMs = performance.now();
    await world.erp.waitFor(reference, 'payment.paid', 30_000);
    await expectRecovery(world, 'a hundred webhooks in any order', sentMs);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await keptOf(intentId)).toBe(STATUSES.length);
    expect(await typesOf(reference)).toEqual(PAID_ONCE);
  });

  it('that is there before our create has committed is kept, and the payment is paid', async () => {
    const reference = `INV-${randomUUID()}`;
    const link = await world.link(reference);
    const arrived = proxy.stopAt('before', /INSERT INTO events.*UPDATE checkouts/s, /^COMMIT/);
    const pressed = exchange({ method: 'POST', url: `${link.url.replace(world.url, other.url)}/pay` });
    await arrived;
    const [intent] = await world.provider.intentsFor(reference);
    await world.provider.payAt(`${world.simulator.url}/checkout/${intent!.id}`, PAYS);
    await patiently(async () => (await keptOf(intent!.id)) > 0 || undefined, 10_000);
    proxy.goOn();
    const goneOnMs = performance.now();
    await pressed;
    await world.erp.waitFor(reference, 'payment.paid', 30_000);
    await expectRecovery(world, 'a webhook before the create had committed', goneOnMs);

    expect(await world.provider.calls(reference, 'create')).toBe(1);
    expect(await typesOf(reference)).toEqual(PAID_ONCE);
  });

  it('that meets no database is answered 503, and is not missed', async () => {
    const { reference, checkoutUrl, intentId } = await anOpenCheckout();
    const body = provider.news(intentId, 'Captured');
    await proxy.cut();
    const refused = await provider.send(body, { origin: other.url });
    await proxy.mend();
    const mendedMs = performance.now();
    await world.provider.payAt(checkoutUrl, PAYS);
    const taken = await patiently(async () => {
      const answer = await provider.send(body, { origin: other.url });
      return answer.status === 503 ? undefined : answer;
    });
    await world.erp.waitFor(reference, 'payment.paid', 30_000);
    await expectRecovery(world, 'webhooks without a database', mendedMs);

    expect([refused.status, taken.status]).toEqual([503, 204]);
    expect(refused.headers['retry-after']).toBeDefined();
    expect(await typesOf(reference)).toEqual(PAID_ONCE);
  });

  it('that was cut short on its way is refused, and does not count', async () => {
    const { reference, intentId } = await anOpenCheckout();
    const body = provider.news(intentId, 'Captured');
    const keptBefore = await keptOf(intentId);
    const answers = await Promise.all(
      [1, 20, body.length - 1].map((end) => provider.send(body, { sent: body.slice(0, end) })),
    );

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(await keptOf(intentId)).toBe(keptBefore);
    expect(await world.payment(reference)).toMatchObject({ status: 'pending' });
  });
});

async function anOpenCheckout(): Promise<{ reference: string; checkoutUrl: string; intentId: string }> {
  const reference = `INV-${randomUUID()}`;
  const link = await world.link(reference);
  const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
  const [intent] = await world.provider.intentsFor(reference);
  return { reference, checkoutUrl: String(pressed.headers['location']), intentId: intent!.id };
}

/** How many events about money are kept of the payment. */
async function keptOf(intentId: string): Promise<number> {
  const kept = await world.rows(
    `SELECT FROM received_webhooks WHERE $1 = ANY (provider_payment_ids) AND event_type = 'payment_intent.status_updated'`,
    [intentId],
  );
  return kept.length;
}

async function typesOf(reference: string): Promise<string[]> {
  return (await world.eventsAbout(reference)).map(({ type }) => type);
}
