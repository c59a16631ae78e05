import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { toPublicId } from '../../src/common/ids.js';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { expectBooksToAgree, ledgerEntries } from '../fixtures/books.js';
import { ProviderSwitch, type PassedCall, type SwitchFault } from '../fixtures/provider.switch.js';
import { press, Shop } from '../fixtures/shop.js';
import { DunlinWorld } from '../support/dunlin.world.js';

jest.setTimeout(60_000);

interface CheckoutRow {
  readonly connectionId: string;
  readonly status: string;
  readonly closedReason: string | null;
}

/** After these the provider surely holds no page: another connection may be asked. */
const CERTAIN: Readonly<Record<string, SwitchFault>> = {
  'refuses the key': { status: 401 },
  'forbids it': { status: 403 },
  'refuses the order': { status: 400 },
  'says too many calls': { status: 429, headers: { 'retry-after': '3600' } },
};

/** After these it perhaps holds one: only the same connection may be asked again. */
const UNCERTAIN: Readonly<Record<string, SwitchFault>> = {
  'answers 500': { status: 500 },
  'answers 502': { status: 502 },
  'cuts the connection': 'reset',
};

let world: DunlinWorld;
let wire: ProviderSwitch;
let first: Shop;
let second: Shop;

beforeAll(async () => {
  world = await DunlinWorld.create();
  wire = await ProviderSwitch.start(world.simulator.url);
  await world.start({ DOJO_BASE_URL: wire.url });
  second = await Shop.dojo(world, { priority: 2 });
  first = await Shop.dojo(world, { priority: 1 });
});

afterEach(async () => {
  wire.mend();
  await expectBooksToAgree(world);
});

afterAll(async () => {
  await world.close();
  await wire.stop();
});

it('asks the connection of the lowest priority number, and only that one, while it works', async () => {
  const { reference, link } = await anyLink();
  const pressed = await press(link);

  expect(pressed.status).toBe(303);
  expect(await checkoutsOf(reference)).toMatchObject([{ connectionId: first.connection.id, status: 'open' }]);
});

describe.each(Object.entries(CERTAIN))('when the first connection %s', (_, fault) => {
  it('leads the payer to the second, who sees nothing of it and pays there', async () => {
    const { reference, link } = await anyLink();
    wire.break(first.authorization, fault);
    const pressed = await press(link);
    const [entry, ...others] = await entriesOf(reference);
    await second.payAndReturn({
      reference,
      link,
      checkoutUrl: String(pressed.headers['location']),
      orderId: entry!.id,
    });
    const paid = await second.becomes(reference, 'paid');

    expect(pressed.status).toBe(303);
    expect(others).toEqual([]);
    expect(paid).toMatchObject({ connectionId: second.connection.id, review: null });
    expect(paid.checkout).toMatchObject({ connectionId: second.connection.id, status: 'paid' });
    expect((await world.eventsAbout(reference)).map(({ type }) => type)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.paid',
    ]);
  });

  it('keeps the failed try on record beside the page that is live', async () => {
    const { reference, link } = await anyLink();
    wire.break(first.authorization, fault);
    await press(link);

    expect(await checkoutsOf(reference)).toEqual([
      { connectionId: first.connection.id, status: 'closed', closedReason: 'not_created' },
      { connectionId: second.connection.id, status: 'open', closedReason: null },
    ]);
    expect((await world.payment(reference)).checkout).toMatchObject({
      connectionId: second.connection.id,
      status: 'open',
    });
  });

  it('stays with the second page when the payer comes again and the first connection works', async () => {
    const { reference, link } = await anyLink();
    wire.break(first.authorization, fault);
    const pressed = await press(link);
    wire.mend();
    const again = await press(link);

    expect(again.headers['location']).toBe(pressed.headers['location']);
    expect(await entriesOf(reference)).toHaveLength(1);
  });

  it('asks nobody else for a payment that the ERP gave to the first', async () => {
    const { reference, link } = await first.link();
    wire.break(first.authorization, fault);
    const createsBefore = createsAt(second);
    const pressed = await press(link);

    expect(pressed.status).toBe(503);
    expect(createsAt(second)).toBe(createsBefore);
    expect(await checkoutsOf(reference)).toMatchObject([{ connectionId: first.connection.id, status: 'closed' }]);
    wire.mend();
    await expect(first.go({ reference, link })).resolves.toMatchObject({ checkoutUrl: expect.any(String) });
  });
});

describe.each(Object.entries(UNCERTAIN))('when the first connection %s', (_, fault) => {
  it('asks nobody else: there may be a page already, and a second one could be paid too', async () => {
    const { reference, link } = await anyLink();
    wire.break(first.authorization, fault);
    const createsBefore = createsAt(second);
    const pressed = await press(link);

    expect(pressed.status).toBe(503);
    expect(pressed.headers['retry-after']).toBeDefined();
    expect(createsAt(second)).toBe(createsBefore);
    expect(await checkoutsOf(reference)).toEqual([
      { connectionId: first.connection.id, status: 'creating', closedReason: null },
    ]);
  });

  it('leads the payer to the only page once it is known', async () => {
    const { reference, link } = await anyLink();
    wire.break(first.authorization, fault);
    await press(link);
    wire.mend();
    const visit = await first.go({ reference, link });
    await first.payAndReturn(visit);
    const paid = await first.becomes(reference, 'paid');

    expect(paid.connectionId).toBe(first.connection.id);
    expect(await entriesOf(reference)).toMatchObject([{ id: visit.orderId, charges: [{}] }]);
  });
});

it('uses the page whose answer was lost instead of making another elsewhere', async () => {
  const { reference, link } = await anyLink();
  await world.provider.scenario({ name: 'provider_reset_after_create', reference });
  const visit = await first.go({ reference, link });

  expect(await entriesOf(reference)).toMatchObject([{ id: visit.orderId }]);
  expect(await checkoutsOf(reference)).toMatchObject([{ connectionId: first.connection.id, status: 'open' }]);
});

it('tells the payer to try again when every connection is down, and works once one is up', async () => {
  const { reference, link } = await anyLink();
  wire.break(first.authorization, { status: 401 });
  wire.break(second.authorization, { status: 429 });
  const refused = await press(link);
  const afterwards = await checkoutsOf(reference);
  wire.mend();
  const visit = await first.go({ reference, link });

  expect(refused.status).toBe(503);
  expect(refused.text).toContain(`action="${new URL(link.url).pathname}/pay"`);
  expect(afterwards.map(({ closedReason }) => closedReason)).toEqual(['not_created', 'not_created']);
  expect(await entriesOf(reference)).toMatchObject([{ id: visit.orderId, payable: true }]);
});

/** How often the account was asked for a page; looks at its older ones go on all the while. */
function createsAt(shop: Shop): number {
  const isCreate = ({ method, path }: PassedCall) => method === 'POST' && path === '/payment-intents';
  return wire.callsOf(shop.authorization).filter(isCreate).length;
}

/** A link that any connection may serve. */
async function anyLink(): Promise<{ reference: string; link: LinkDto }> {
  const reference = `INV-${randomUUID()}`;
  return { reference, link: await world.link(reference) };
}

async function entriesOf(reference: string) {
  return (await ledgerEntries(world)).filter((entry) => entry.reference === reference);
}

/** Every try that was made for the payment, oldest first. */
async function checkoutsOf(reference: string): Promise<CheckoutRow[]> {
  const rows = await world.rows<CheckoutRow>(
    `SELECT c.connection_id AS "connectionId", c.status, c.closed_reason AS "closedReason"
     FROM checkouts c JOIN payments p ON p.id = c.payment_id WHERE p.reference = $1 ORDER BY c.created_at, c.id`,
    [reference],
  );
  return rows.map((row) => ({ ...row, connectionId: toPublicId('connection', row.connectionId) }));
}
