import { type RunningSimulator, startSimulator } from '../../src/simulator/simulator.js';
import { anIntent, dojoClient, type Intent } from './support/dojo.client.js';
import { eventually } from './support/eventually.js';

describe('what can be ordered to go wrong', () => {
  let simulator: RunningSimulator;
  let dojo: ReturnType<typeof dojoClient>;

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0, slowBankMs: 60_000 });
    dojo = dojoClient(simulator.url);
  });
  afterAll(() => simulator.close());

  const ledger = async () =>
    (await dojo.control('GET', 'ledger')).json<{
      intents: { reference: string }[];
      callsByReference: Record<string, Record<string, number>>;
    }>();
  const intentsNamed = async (reference: string) =>
    (await ledger()).intents.filter((intent) => intent.reference === reference).length;
  const post = (body: object, timeoutMs?: number) => dojo.call('POST', '/payment-intents', { body, timeoutMs });

  it('answers 500 once and then as usual, and only for the reference named', async () => {
    const body = anIntent();
    await dojo.scenario({ name: 'provider_500', reference: body.reference });
    expect((await post(anIntent())).status).toBe(200);
    expect((await post(body)).status).toBe(500);
    expect((await post(body)).status).toBe(200);
    expect(await intentsNamed(body.reference)).toBe(1);
  });

  it('strikes as many times as told, at the operation told', async () => {
    const { id } = await dojo.create();
    await dojo.scenario({ name: 'provider_500', intentId: id, operation: 'fetch', times: 2 });
    const fetchStatus = async () => (await dojo.call('GET', `/payment-intents/${id}`)).status;
    expect((await dojo.refund(id, 1)).status).toBe(400);
    expect([await fetchStatus(), await fetchStatus(), await fetchStatus()]).toEqual([500, 500, 200]);
  });

  it('answers 429 with or without a time to wait', async () => {
    const body = anIntent();
    await dojo.scenario({ name: 'provider_429', reference: body.reference, retryAfterSeconds: 7 });
    await dojo.scenario({ name: 'provider_429', reference: body.reference });
    const [first, second] = [await post(body), await post(body)];
    expect([first.status, first.headers['retry-after']]).toEqual([429, '7']);
    expect([second.status, second.headers['retry-after']]).toEqual([429, undefined]);
  });

  it('says once that it knows no such payment, and knows it again', async () => {
    const { id } = await dojo.create();
    await dojo.scenario({ name: 'payment_missing', intentId: id });
    const fetchIt = () => dojo.call('GET', `/payment-intents/${id}`);
    const [missing, found] = [await fetchIt(), await fetchIt()];
    expect([missing.status, missing.json<{ title: string }>().title, found.status]).toEqual([404, 'Not Found', 200]);
  });

  it('answers whatever it is told, byte for byte', async () => {
    const body = anIntent();
    const options = { status: 502, body: '<h1>Bad gateway</h1>', contentType: 'text/html' };
    await dojo.scenario({ name: 'provider_answer', reference: body.reference, options });
    const reply = await post(body);
    expect([reply.status, reply.text, reply.headers['content-type']]).toEqual([
      502,
      '<h1>Bad gateway</h1>',
      'text/html',
    ]);
  });

  it.each([
    ['provider_timeout', 0],
    ['provider_timeout_after_create', 1],
    ['provider_drip', 0],
    ['provider_reset', 0],
    ['provider_reset_after_create', 1],
  ])('%s gives no whole answer and leaves %i intents', async (name, count) => {
    const body = anIntent();
    await dojo.scenario({ name, reference: body.reference, ...(name === 'provider_drip' ? { intervalMs: 5 } : {}) });
    await expect(post(body, 80)).rejects.toThrow();
    await eventually(async () => ((await ledger()).callsByReference[body.reference] ? true : undefined));
    expect(await intentsNamed(body.reference)).toBe(count);
  });

  it('loses the answer of a refund that was made', async () => {
    const { id } = await dojo.create();
    await dojo.pay(id);
    await dojo.scenario({ name: 'provider_reset_after_create', intentId: id, operation: 'refund' });
    await expect(dojo.refund(id, 100, 'once')).rejects.toThrow();
    expect((await dojo.refund(id, 100, 'once')).status).toBe(200);
    expect((await dojo.fetch(id)).refundedAmount).toBe(100);
  });

  it.each([
    ['amount_mismatch', {}, { amount: { value: 1051, currencyCode: 'GBP' } }],
    ['amount_mismatch', { value: 7 }, { amount: { value: 7, currencyCode: 'GBP' } }],
    ['currency_mismatch', {}, { amount: { value: 1050, currencyCode: 'EUR' } }],
    ['reference_mismatch', {}, { reference: expect.stringMatching(/^not-/) }],
    ['unknown_status', { status: 'Pondering' }, { status: 'Pondering' }],
  ])('%s %j echoes something else once and keeps the truth', async (name, options, echoed) => {
    const body = anIntent();
    await dojo.scenario({ name, reference: body.reference, options });
    const created = (await post(body)).json<Intent>();
    expect(created).toMatchObject(echoed);
    expect(await dojo.fetch(created.id)).toMatchObject({ ...body, status: 'Created' });
  });

  it('paid_after_expiry takes money for an intent that ran out, once', async () => {
    const own = await startSimulator({ port: 0 });
    const merchant = dojoClient(own.url);
    const { id } = await merchant.create();
    await merchant.control('POST', 'clock', { advanceSeconds: 31 * 24 * 3600 });
    expect(await merchant.ledgerOf(id)).toMatchObject({ status: 'Canceled', payable: false });
    expect((await merchant.page(`/checkout/${id}`)).text).toContain('Link expired');
    expect((await merchant.pay(id)).outcome).toBe('closed');
    await merchant.scenario({ name: 'paid_after_expiry', intentId: id });
    expect((await merchant.page(`/checkout/${id}`)).text).toContain('id="pay"');
    expect((await merchant.pay(id)).status).toBe('Captured');
    expect((await merchant.ledgerOf(id)).charges).toHaveLength(1);
    await own.close();
  });

  it('slow_bank sets its own delay for the payment named', async () => {
    const { id } = await dojo.create();
    await dojo.scenario({ name: 'slow_bank', intentId: id, delayMs: 20 });
    expect(await dojo.pay(id)).toMatchObject({ status: 'Created', outcome: 'confirming' });
    await eventually(async () => ((await dojo.fetch(id)).status === 'Captured' ? true : undefined));
  });

  it('lists what is pending, withdraws it by times 0, and forgets it all on request', async () => {
    const pending = async () => (await dojo.control('GET', 'scenarios')).json<{ pending: object[] }>().pending;
    await dojo.control('DELETE', 'scenarios');
    await dojo.scenario({ name: 'webhook_lost', reference: 'A', times: 3 });
    await dojo.scenario({ name: 'webhook_lost', reference: 'B' });
    expect(await pending()).toMatchObject([{ name: 'webhook_lost', reference: 'A', remaining: 3 }, { reference: 'B' }]);
    await dojo.scenario({ name: 'webhook_lost', reference: 'A', times: 0 });
    expect(await pending()).toMatchObject([{ reference: 'B' }]);
    await dojo.control('DELETE', 'scenarios');
    expect(await pending()).toEqual([]);
  });

  it.each([{ name: 'bad_luck' }, { name: 'provider_500', operation: 'fly' }, { name: 'webhook_late', delay: 5 }, {}])(
    'refuses the order %j',
    async (order) => {
      expect((await dojo.scenario(order)).status).toBe(400);
    },
  );
});
