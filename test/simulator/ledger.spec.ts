import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSimulator, startSimulator } from '../../src/simulator/simulator.js';
import { anIntent, DECLINES, dojoClient } from './support/dojo.client.js';
import { eventually } from './support/eventually.js';
import { startReceiver } from './support/webhook.receiver.js';

describe('the ledger', () => {
  let simulator: RunningSimulator;
  let dojo: ReturnType<typeof dojoClient>;

  beforeEach(async () => {
    simulator = await startSimulator({ port: 0 });
    dojo = dojoClient(simulator.url);
  });
  afterEach(() => simulator.close());

  const readLedger = async () => (await dojo.control('GET', 'ledger')).json<Record<string, unknown>>();

  it('tells intents, charges, refunds and calls, and never a key', async () => {
    const { id, reference } = await dojo.create({ metadata: { invoice: '1' } });
    await dojo.pay(id, { card: DECLINES });
    await dojo.pay(id);
    await dojo.refund(id, 50);
    await dojo.fetch(id);
    const ledger = await readLedger();
    expect(ledger).toMatchObject({
      intents: [
        {
          id,
          reference,
          amount: 1050,
          currency: 'GBP',
          status: 'Captured',
          refunded: 50,
          charges: [{ amount: 1050, card: '1005', transactionId: expect.any(String), at: expect.any(String) }],
          metadata: { invoice: '1' },
          payable: false,
          webhookTries: 0,
        },
      ],
      calls: { create: 1, refund: 1, fetch: 1 },
      callsByReference: { [reference]: { create: 1, refund: 1, fetch: 1 } },
    });
    expect(JSON.stringify(ledger)).not.toContain(dojo.key);
  });

  it('tells of one reference, and nothing of others', async () => {
    const { id, reference } = await dojo.create();
    await dojo.create({ reference: 'another' });
    const ledger = (await dojo.control('GET', `ledger?reference=${reference}`)).json<Record<string, unknown>>();
    expect(ledger).toMatchObject({ intents: [{ id }], orders: [], calls: { create: 2 } });
    expect(ledger['callsByReference']).toEqual({ [reference]: { create: 1 } });
  });

  it.each(['__proto__', 'constructor'])('counts calls under the reference %s like any other', async (reference) => {
    await dojo.create({ ...anIntent(), reference });
    const { callsByReference } = await readLedger();
    expect(Object.entries(callsByReference as object)).toEqual([[reference, { create: 1 }]]);
    expect(Object.hasOwn(Object.prototype, 'create')).toBe(false);
  });

  it('forgets everything but the subscriptions on request', async () => {
    await dojo.subscribe('https://erp.example.com/h');
    await dojo.create();
    await dojo.control('DELETE', 'ledger');
    expect(await readLedger()).toEqual({ intents: [], orders: [], calls: {}, callsByReference: {} });
    expect((await dojo.call('GET', '/webhooks')).json()).toHaveLength(1);
  });

  it('says that it is well', async () => {
    expect((await dojo.control('GET', 'health')).json()).toEqual({ ok: true });
  });
});

describe('a simulator with a data file', () => {
  let directory: string;
  let dataFile: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'simulator-'));
    dataFile = join(directory, 'state', 'simulator.json');
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('knows after a restart what it knew before', async () => {
    const before = await startSimulator({ port: 0, dataFile });
    const dojo = dojoClient(before.url);
    const { id } = await dojo.create();
    await dojo.pay(id);
    await dojo.scenario({ name: 'provider_500', intentId: 'other' });
    await before.close();
    const after = await startSimulator({ port: 0, dataFile });
    const again = dojoClient(after.url, dojo.key);
    expect(await again.fetch(id)).toMatchObject({ id, status: 'Captured' });
    expect((await again.ledgerOf(id)).charges).toHaveLength(1);
    expect((await again.control('GET', 'scenarios')).json()).toMatchObject({ pending: [{ name: 'provider_500' }] });
    await after.close();
  });

  it('has written down what it answered by the time it answers, without any key', async () => {
    const simulator = await startSimulator({ port: 0, dataFile });
    const dojo = dojoClient(simulator.url);
    const intents = await Promise.all(Array.from({ length: 10 }, () => dojo.create()));
    const text = await readFile(dataFile, 'utf8');
    for (const { id } of intents) expect(text).toContain(id);
    expect(text).not.toContain(dojo.key);
    await simulator.close();
  });

  it('goes on with webhooks and slow banks that a restart interrupted', async () => {
    const receiver = await startReceiver([500]);
    const before = await startSimulator({ port: 0, dataFile, retryScheduleMs: [5, 5], slowBankMs: 40 });
    const dojo = dojoClient(before.url);
    await dojo.subscribe(receiver.url);
    const failing = await dojo.create();
    await dojo.scenario({ name: 'webhook_late', intentId: failing.id, delayMs: 60 });
    await dojo.pay(failing.id);
    const slow = await dojo.create();
    await dojo.pay(slow.id, { slowBank: true });
    await before.close();
    const after = await startSimulator({ port: 0, dataFile, retryScheduleMs: [5, 5] });
    await eventually(() => receiver.received[2]);
    const told = new Set(receiver.received.map(({ body }) => body.data.paymentIntentId));
    expect(told).toEqual(new Set([failing.id, slow.id]));
    await after.close();
    await receiver.close();
  });

  it('refuses to start on a file that it cannot read', async () => {
    const broken = join(directory, 'broken.json');
    await writeFile(broken, '{');
    await expect(startSimulator({ port: 0, dataFile: broken })).rejects.toThrow(/not JSON/);
  });
});
