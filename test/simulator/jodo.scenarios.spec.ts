import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSimulator, startSimulator } from '../../src/simulator/simulator.js';
import { dojoClient } from './support/dojo.client.js';
import { eventually } from './support/eventually.js';
import { anOrder, type Created, jodoClient } from './support/jodo.client.js';
import { type JodoEvent, startReceiver } from './support/webhook.receiver.js';

const EVENTS = ['order.payment.debited', 'order.payment.settled'];

describe('what can be ordered to go wrong at Jodo', () => {
  let simulator: RunningSimulator;
  let jodo: ReturnType<typeof jodoClient>;
  let receiver: Awaited<ReturnType<typeof startReceiver<JodoEvent>>>;

  beforeEach(async () => {
    simulator = await startSimulator({ port: 0 });
    jodo = jodoClient(simulator.url);
    receiver = await startReceiver<JodoEvent>();
    for (const event of EVENTS) await jodo.subscribe(event, receiver.url);
  });
  afterEach(async () => {
    await receiver.close();
    await simulator.close();
  });

  const names = () => receiver.received.map(({ body }) => body.event);
  const post = (body: object, timeoutMs?: number) => jodo.call('POST', '/pay/orders', { body, timeoutMs });
  const aPaidOrder = async (scenario: object) => {
    const { order_id } = await jodo.create();
    await jodo.scenario({ orderId: order_id, ...scenario });
    await jodo.pay(order_id);
    return order_id;
  };

  it.each(['webhook_lost', 'only_settled_webhook'])('%s loses the payment and leaves the settlement', async (name) => {
    const orderId = await aPaidOrder({ name });
    await jodo.settle(orderId);
    await eventually(() => receiver.received[0]);
    expect(names()).toEqual(['order.payment.settled']);
    expect((await jodo.deliveriesOf(orderId)).map(({ outcome }) => outcome)).toContain('lost');
  });

  it('webhook_twice sends one event id twice', async () => {
    await aPaidOrder({ name: 'webhook_twice' });
    await eventually(() => receiver.received[1]);
    expect(receiver.received[1]!.raw).toBe(receiver.received[0]!.raw);
  });

  it.each(['webhook_late', 'return_before_webhook'])('%s waits on the clock that can be advanced', async (name) => {
    const orderId = await aPaidOrder({ name, delayMs: 600_000 });
    expect((await jodo.fetch(orderId)).status).toBe('paid');
    await jodo.advance(599);
    expect(receiver.received).toEqual([]);
    await jodo.advance(1);
    await eventually(() => receiver.received[0]);
  });

  it.each([
    ['told to settle', (orderId: string) => jodo.settle(orderId)],
    ['a day later', () => jodo.advance(86_400)],
  ])('webhooks_swapped lets the settlement overtake the payment, %s', async (_when, settle) => {
    const orderId = await aPaidOrder({ name: 'webhooks_swapped' });
    await settle(orderId);
    await eventually(() => receiver.received[1]);
    expect(names()).toEqual(['order.payment.settled', 'order.payment.debited']);
  });

  it.each([
    ['provider_timeout', 0],
    ['provider_timeout_after_create', 1],
    ['provider_reset', 0],
    ['provider_reset_after_create', 1],
  ])('%s gives no answer and leaves %i orders', async (name, count) => {
    const body = anOrder();
    const reference = body.notes[0]!.value;
    await jodo.scenario({ name, reference });
    await expect(post(body, 80)).rejects.toThrow();
    const { callsByReference } = (await jodo.control('GET', 'ledger')).json<{ callsByReference: object }>();
    expect(callsByReference).toEqual({ [reference]: { create: 1 } });
    expect(await jodo.ordersNamed(reference)).toHaveLength(count);
  });

  it('knows an order by any of its notes, first of all by the one called reference', async () => {
    const notes = [
      { key: 'erp_reference_id', value: 'ERP-7' },
      { key: 'reference', value: 'FEE-7' },
    ];
    const { order_id } = await jodo.create({ notes });
    expect((await jodo.ledgerOf(order_id)).reference).toBe('FEE-7');
    await jodo.scenario({ name: 'provider_500', reference: 'ERP-7', operation: 'fetch' });
    expect((await jodo.call('GET', `/pay/orders/${order_id}`)).json()).toEqual({ message: 'Internal Server Error' });
    expect((await jodo.call('GET', `/pay/orders/${order_id}`)).status).toBe(200);
  });

  it('provider_429 says nothing about when to come back', async () => {
    const body = anOrder();
    await jodo.scenario({ name: 'provider_429', reference: body.notes[0]!.value });
    const reply = await post(body);
    expect([reply.status, reply.headers['retry-after'], reply.json()]).toEqual([
      429,
      undefined,
      { message: 'Too Many Requests' },
    ]);
    expect((await post(body)).status).toBe(200);
  });

  it('rate_limit refuses an account that calls too fast until it is withdrawn, and no other account', async () => {
    const { order_id } = await jodo.create();
    const fetchStatus = async () => (await jodo.call('GET', `/pay/orders/${order_id}`)).status;
    await jodo.scenario({ name: 'rate_limit', value: 2, intervalMs: 600_000 });
    const statuses = [await fetchStatus(), await fetchStatus(), await fetchStatus(), await fetchStatus()];
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect((await jodoClient(simulator.url).create()).order_id).toMatch(/^order_/);
    await jodo.scenario({ name: 'rate_limit', times: 0 });
    expect(await fetchStatus()).toBe(200);
  });

  it('paid_after_expiry takes money for a link that ran out, once', async () => {
    const expires_at = new Date(Date.now() + 60_000).toISOString();
    const { order_id, redirect_url }: Created = await jodo.createLink({ expires_at });
    await jodo.advance(61);
    expect((await jodo.page(redirect_url)).text).toContain('Link expired');
    expect((await jodo.pay(order_id)).outcome).toBe('closed');
    await jodo.scenario({ name: 'paid_after_expiry', orderId: order_id });
    expect((await jodo.page(redirect_url)).text).toContain('id="pay-upi"');
    expect((await jodo.pay(order_id)).status).toBe('paid');
    expect((await jodo.ledgerOf(order_id)).charges).toHaveLength(1);
  });

  it.each([
    ['amount_mismatch', {}, { details: [{ amount: 1050.3 }] }],
    ['amount_mismatch', { value: 100 }, { details: [{ amount: 1 }] }],
    ['reference_mismatch', {}, { notes: [{ key: 'reference', value: expect.stringMatching(/^not-/) }] }],
    ['unknown_status', { status: 'pondering' }, { status: 'pondering' }],
  ])('%s %j shows something else once and keeps the truth', async (name, options, shown) => {
    const { order_id } = await jodo.create();
    const truth = await jodo.fetch(order_id);
    await jodo.scenario({ name, orderId: order_id, options });
    expect(await jodo.fetch(order_id)).toMatchObject(shown);
    expect(await jodo.fetch(order_id)).toEqual(truth);
  });

  it('spares the other provider when one is named', async () => {
    await jodo.scenario({ name: 'provider_500' });
    expect(await dojoClient(simulator.url).create()).toMatchObject({ status: 'Created' });
    expect((await post(anOrder())).status).toBe(500);
    expect((await jodo.scenario({ name: 'provider_500', provider: 'nobody' })).status).toBe(400);
  });

  it('forgets orders but not subscriptions on request', async () => {
    await jodo.create();
    await jodo.control('DELETE', 'ledger');
    expect((await jodo.control('GET', 'ledger')).json()).toMatchObject({ orders: [], calls: {} });
    expect((await jodo.call('GET', '/erp/webhooks')).json<{ data: object[] }>().data).toHaveLength(EVENTS.length);
  });
});

describe('Jodo with a data file', () => {
  it('goes on after a restart with orders, retries, slow banks and settlements, and wrote down no credentials', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'simulator-'));
    const dataFile = join(directory, 'simulator.json');
    const receiver = await startReceiver<JodoEvent>([500]);
    const before = await startSimulator({ port: 0, dataFile, slowBankMs: 600_000 });
    const jodo = jodoClient(before.url);
    for (const event of EVENTS) await jodo.subscribe(event, receiver.url);
    const paid = await jodo.create();
    await jodo.pay(paid.order_id);
    const slow = await jodo.create();
    await jodo.pay(slow.order_id, { slowBank: true });
    await eventually(async () => ((await jodo.ledgerOf(paid.order_id)).webhookTries === 1 ? true : undefined));
    await before.close();
    expect(await readFile(dataFile, 'utf8')).not.toContain(jodo.credentials);

    const after = await startSimulator({ port: 0, dataFile });
    const again = jodoClient(after.url, jodo.credentials);
    await again.advance(2 * 86_400);
    await eventually(() => receiver.received[3]);
    const told = receiver.received.map(({ body }) => [body.payload.order_id, body.event]);
    expect(told.slice(1)).toEqual(
      expect.arrayContaining([
        [paid.order_id, 'order.payment.debited'],
        [paid.order_id, 'order.payment.settled'],
        [slow.order_id, 'order.payment.debited'],
      ]),
    );
    await after.close();
    await receiver.close();
    await rm(directory, { recursive: true });
  });
});
