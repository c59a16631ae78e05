import { jest } from '@jest/globals';
import { expectBooksToAgree } from '../fixtures/books.js';
import { Shop, type Visit } from '../fixtures/shop.js';
import { dojoClient, type Intent } from '../simulator/support/dojo.client.js';
import { runCommand } from '../support/cli.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

const TIMEOUT_MS = 1500;

/** A day's figures, as the command prints them. */
interface DayRow {
  readonly day: string;
  readonly listed: number | null;
  readonly unknown: number | null;
  readonly inFlight: number | null;
  readonly differences: number | null;
  readonly missing: number | null;
  readonly asked: number;
}

interface StateRow {
  readonly id: string;
  readonly adopted: number;
  readonly closed: number;
  readonly underWay: number;
}

let world: DunlinWorld;

beforeAll(async () => {
  world = await DunlinWorld.create();
  // By hand only: each test says when. No timed look comes in between.
  await world.start({
    JODO_SANDBOX_BASE_URL: world.simulator.url,
    PROVIDER_TIMEOUT_MS: String(TIMEOUT_MS),
    RECONCILIATION_SECONDS: '0',
    LOOK_SCHEDULE: '3000',
  });
}, 60_000);

afterEach(() => expectBooksToAgree(world));

afterAll(() => world.close());

describe('a page whose creation got lost at the provider', () => {
  it('is closed there, and the page that took its place is paid', async () => {
    const shop = await Shop.dojo(world);
    const { visit, orphan } = await losePage(shop);
    await reconcile(shop);
    await patiently(async () => ((await intentOf(shop, orphan)).status === 'Canceled' ? true : undefined));
    expect((await intentOf(shop, visit.orderId)).status).toBe('Created');
    expect(await orphansOf(shop)).toEqual({ adopted: 0, closed: 1, underWay: 0 });

    await shop.payAndReturn(visit);
    const payment = await shop.becomes(visit.reference, 'paid');
    expect(payment.checkout).toMatchObject({ providerPaymentId: visit.orderId, status: 'paid' });
    expect(await typesOf(visit.reference)).toEqual(['payment.created', 'payment.pending', 'payment.paid']);
  });

  it('is adopted with the money it took, once, and the other page is closed', async () => {
    const shop = await Shop.dojo(world);
    const { visit, orphan } = await losePage(shop);
    await shop.pay({ orderId: orphan });
    await reconcile(shop);
    await shop.becomes(visit.reference, 'paid');
    await patiently(async () => ((await intentOf(shop, visit.orderId)).status === 'Canceled' ? true : undefined));
    await reconcile(shop);

    expect(await orphansOf(shop)).toEqual({ adopted: 1, closed: 0, underWay: 0 });
    expect(await typesOf(visit.reference)).toEqual(['payment.created', 'payment.pending', 'payment.paid']);
    expect(await world.payment(visit.reference)).toMatchObject({ amountPaid: { value: 1050 }, review: null });
  });

  it('is a surplus for a review where the payment has its money already', async () => {
    const shop = await Shop.dojo(world);
    const { visit, orphan } = await losePage(shop);
    await shop.payAndReturn(visit);
    await shop.becomes(visit.reference, 'paid');
    await shop.pay({ orderId: orphan });
    await reconcile(shop);

    const payment = await patiently(async () => {
      const seen = await world.payment(visit.reference);
      return seen.review === null ? undefined : seen;
    });
    expect(payment).toMatchObject({ status: 'paid', review: { reason: 'surplus' }, amountPaid: { value: 2100 } });
    expect(await typesOf(visit.reference)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.paid',
      'payment.review_required',
    ]);
  });

  it('is adopted with held money, which can then be captured', async () => {
    const shop = await Shop.dojo(world);
    const { reference, link } = await shop.link({ capture: 'manual' });
    const held = await foreign(shop, {
      reference,
      captureMode: 'Manual',
      autoExpireIn: '6.23:00:00',
      autoExpireAction: 'Release',
      metadata: { dunlinCheckoutId: 'chk_01h455vb4pex5vsknk084sn02q' },
    });
    await shop.pay({ orderId: held.id });
    await reconcile(shop);
    await shop.becomes(reference, 'authorized');

    await world.api.make(`/v1/payments/${link.paymentId}/capture`);
    await shop.becomes(reference, 'paid');
    expect(await typesOf(reference)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.authorized',
      'payment.paid',
    ]);
  });
});

describe('what is at the provider and not ours', () => {
  it('is counted, and left alone', async () => {
    const shop = await Shop.dojo(world);
    const { reference } = await shop.link();
    const byHand = await foreign(shop, { reference });
    const elsewhere = await foreign(shop, { metadata: { dunlinCheckoutId: 'chk_01h455vb4pex5vsknk084sn02q' } });
    const otherAmount = await foreign(shop, {
      reference,
      amount: { value: 999, currencyCode: 'GBP' },
      metadata: { dunlinCheckoutId: 'chk_01h455vb4pex5vsknk084sn02r' },
    });
    const today = (await reconcile(shop)).at(-1);

    expect(today).toMatchObject({ listed: 3, unknown: 3, inFlight: 0, differences: 0, missing: 0 });
    for (const { id } of [byHand, elsewhere, otherAmount]) expect((await intentOf(shop, id)).status).toBe('Created');
  });
});

describe('what we have and the provider knows better', () => {
  it('is looked at: a payment whose webhook was lost', async () => {
    const shop = await Shop.dojo(world);
    const visit = await shop.visit();
    await shop.scenario({ name: 'webhook_lost', reference: visit.reference });
    await shop.pay(visit);
    const today = (await reconcile(shop)).at(-1);

    expect(today).toMatchObject({ listed: 1, differences: 1, asked: 1 });
    await shop.becomes(visit.reference, 'paid');
  });

  it('is looked at where the provider lists nothing, once it was not looked at lately', async () => {
    const shop = await Shop.jodo(world);
    const visit = await shop.visit();
    await shop.scenario({ name: 'webhook_lost', reference: visit.reference });
    await shop.pay(visit);
    const lately = (await reconcile(shop)).at(-1);
    expect(lately).toMatchObject({ listed: null, missing: null, asked: 0 });

    // A run a second: half a second is long ago.
    const today = (await reconcile(shop, { RECONCILIATION_SECONDS: '1' })).at(-1);
    expect(today).toMatchObject({ listed: null, asked: 1 });
    await shop.becomes(visit.reference, 'paid');
  });
});

/** A payer's page, and another one for the same payment that the provider made first, and whose answer and listing were lost. */
async function losePage(shop: Shop): Promise<{ visit: Visit; orphan: string }> {
  const arrival = await shop.link();
  await shop.scenario({ name: 'provider_timeout_after_create', reference: arrival.reference });
  await shop.scenario({ name: 'provider_answer', operation: 'search', status: 200, body: { data: [] } });
  const visit = await shop.go(arrival);
  const intents = await world.provider.intentsFor(arrival.reference);
  const orphan = intents.find(({ id }) => id !== visit.orderId);
  if (intents.length !== 2 || !orphan) throw new Error(`No page got lost: ${JSON.stringify(intents)}`);
  return { visit, orphan: orphan.id };
}

/** One run by hand, as an operator does it; answers its days, oldest first. */
async function reconcile(shop: Shop, env: Record<string, string> = {}): Promise<DayRow[]> {
  return (await command(env, 'now', shop.connection.id)) as DayRow[];
}

async function orphansOf(shop: Shop): Promise<Omit<StateRow, 'id'>> {
  const states = (await command({}, 'day', new Date().toISOString().slice(0, 10))) as StateRow[];
  const { adopted, closed, underWay } = states.find(({ id }) => id === shop.connection.id)!;
  return { adopted, closed, underWay };
}

async function command(env: Record<string, string>, ...words: string[]): Promise<unknown> {
  const program = {
    ...world.env({ PROVIDER_TIMEOUT_MS: String(TIMEOUT_MS), JODO_SANDBOX_BASE_URL: world.simulator.url }),
  };
  const outcome = await runCommand({ ...program, ...env }, 'reconcile', ...words, '--json');
  if (outcome.code !== 0) throw new Error(outcome.stderr);
  return outcome.json();
}

/** Made at the provider by somebody else, under the same key. */
function foreign(shop: Shop, changes: object): Promise<Intent> {
  return clientOf(shop).create(changes);
}

function intentOf(shop: Shop, id: string): Promise<Intent> {
  return clientOf(shop).fetch(id);
}

function clientOf({ authorization }: Shop) {
  return dojoClient(world.simulator.url, authorization.replace('Basic ', ''));
}

async function typesOf(reference: string): Promise<string[]> {
  return (await world.eventsAbout(reference)).map(({ type }) => type);
}
