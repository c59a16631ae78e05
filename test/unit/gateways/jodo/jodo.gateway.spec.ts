import { JodoGatewayProvider } from '../../../../src/gateways/jodo/jodo-gateway.provider.js';
import type { CheckoutOrder, ConnectionSecrets, PaymentGateway } from '../../../../src/gateways/payment-gateway.js';
import { ScriptedProvider, type ScriptedAnswer } from '../../../contract/scripted-provider.js';

const PREFIX = '/api/v1/integrations';
const CREATED = { status: 'success', data: { order_id: 'order_1', redirect_url: 'https://pay.example.com/p/1/2' } };

let jodo: ScriptedProvider;
let provider: JodoGatewayProvider;

beforeAll(async () => {
  jodo = await ScriptedProvider.start();
  provider = new JodoGatewayProvider({ sandboxBaseUrl: jodo.url, liveBaseUrl: `${jodo.url}/live`, timeoutMs: 5000 });
});

afterAll(async () => {
  await jodo.stop();
  await provider.onModuleDestroy();
});

function openWith(settings: Record<string, unknown> = {}, changes: Partial<ConnectionSecrets> = {}): PaymentGateway {
  const credentials = { apiKey: 'key', apiSecret: 'secret' };
  return provider.open({ mode: 'sandbox', credentials, settings, webhookSecrets: ['s'], ...changes });
}

const inr = (value: number) => ({ value, currency: 'INR' });

function order(changes: Partial<CheckoutOrder> = {}): CheckoutOrder {
  return {
    checkoutId: 'chk_1',
    reference: 'INV-1',
    payeeName: 'Sample School',
    amount: inr(105_029),
    description: 'Spring term',
    customer: { name: 'Sam Sample', email: 'sam@example.com', phone: '+919876543210' },
    items: [],
    capture: 'automatic',
    returnUrl: 'https://pay.example.com/l/t/return',
    cancelUrl: 'https://pay.example.com/l/t',
    expiresAt: new Date('2027-01-02T03:04:05.000Z'),
    ...changes,
  };
}

/** Answers by `METHOD /path` below the prefix. */
function routes(table: Record<string, ScriptedAnswer>): void {
  jodo.answers(({ method, path }) => table[`${method} ${path.replace(PREFIX, '')}`] ?? { status: 418, body: {} });
}

function fetched(data: Record<string, unknown>): ScriptedAnswer {
  const notes = [
    { key: 'dunlin_checkout_id', value: 'chk_1' },
    { key: 'reference', value: 'INV-1' },
  ];
  return { status: 200, body: { status: 'success', data: { id: 'order_1', notes, ...data } } };
}

const calls = () => jodo.seen.map(({ method, path }) => `${method} ${path.replace(PREFIX, '')}`);
const lastBody = () => JSON.parse(jodo.seen.at(-1)!.text) as Record<string, unknown>;

describe('opening a connection', () => {
  it('lets the mode decide the host', async () => {
    jodo.answers(fetched({ status: 'unpaid' }));
    await openWith({}, { mode: 'live' }).fetchPayment('orders/order_1');
    expect(calls()).toEqual(['GET /live/pay/orders/order_1']);
  });

  it('authenticates every call with the pair', async () => {
    jodo.answers(fetched({ status: 'unpaid' }));
    await openWith().fetchPayment('orders/order_1');
    expect(jodo.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('key:secret').toString('base64')}`);
  });
});

describe('createCheckout', () => {
  it('opens an order with its payer, rupees, notes and return address', async () => {
    routes({ 'POST /pay/orders': { status: 200, body: CREATED } });
    await expect(openWith({ collectorCode: 'north' }).createCheckout(order())).resolves.toEqual({
      providerPaymentId: 'orders/order_1',
      url: 'https://pay.example.com/p/1/2',
      amount: null,
      reference: null,
      expiresAt: null,
    });
    expect(jodo.seen[0]?.text).toContain('"amount":1050.29}');
    expect(lastBody()).toEqual({
      name: 'Sam Sample',
      phone: '9876543210',
      email: 'sam@example.com',
      details: [{ component_type: 'Payable Amount', amount: 1050.29 }],
      notes: [
        { key: 'dunlin_checkout_id', value: 'chk_1' },
        { key: 'reference', value: 'INV-1' },
      ],
      collector_code: 'north',
      callback_url: 'https://pay.example.com/l/t/return',
    });
  });

  it('opens a payment link that ends in UTC and knows no return address', async () => {
    routes({ 'POST /pay/payment_links': { status: 201, body: CREATED } });
    const { providerPaymentId } = await openWith({ product: 'payment_link' }).createCheckout(order());
    expect(providerPaymentId).toBe('payment_links/order_1');
    expect(lastBody()).toMatchObject({ expires_at: '2027-01-02T03:04:05.000Z' });
    expect(lastBody()).not.toHaveProperty('callback_url');
  });

  it('opens a payment link without an end where there is none, and names no collector that was not agreed on', async () => {
    routes({ 'POST /pay/payment_links': { status: 201, body: CREATED } });
    await openWith({ product: 'payment_link' }).createCheckout(order({ expiresAt: null }));
    expect(lastBody()).not.toHaveProperty('expires_at');
    expect(lastBody()).not.toHaveProperty('collector_code');
  });

  it('opens an order without an end, of which Jodo knows none', async () => {
    routes({ 'POST /pay/orders': { status: 200, body: CREATED } });
    await openWith().createCheckout(order());
    expect(lastBody()).not.toHaveProperty('expires_at');
  });

  it('reads an answer without the outer status', async () => {
    jodo.answers({ status: 200, body: { data: { order_id: 17, redirect_url: 'https://pay.example.com/p' } } });
    await expect(openWith().createCheckout(order())).resolves.toMatchObject({ providerPaymentId: 'orders/17' });
  });

  it.each([
    ['no page', { order_id: 'order_1' }],
    ['no id', { redirect_url: 'https://pay.example.com/p' }],
    ['a page that is no web address', { order_id: 'order_1', redirect_url: 'javascript:alert(1)' }],
  ])('does not know what happened after an answer with %s', async (_, data) => {
    jodo.answers({ status: 200, body: { status: 'success', data } });
    await expect(openWith().createCheckout(order())).rejects.toMatchObject({ kind: 'unknown_outcome' });
  });

  const item = (value: number, code: string | null) => ({
    description: 'x',
    quantity: 1,
    amount: inr(value),
    code,
  });

  it.each([
    [
      'a line for each item, by its code',
      [item(100_000, 'TUITION_FEE'), item(5029, null)],
      [
        { component_type: 'TUITION_FEE', amount: 1000 },
        { component_type: 'DUES', amount: 50.29 },
      ],
    ],
    [
      'no line for an item that is free',
      [item(105_029, 'TUITION_FEE'), item(0, 'GIFT')],
      [{ component_type: 'TUITION_FEE', amount: 1050.29 }],
    ],
    ['one line where items do not make up the amount', [item(100, 'A')], [{ component_type: 'DUES', amount: 1050.29 }]],
    [
      'one line where an item is a discount',
      [item(205_029, 'A'), item(-100_000, 'B')],
      [{ component_type: 'DUES', amount: 1050.29 }],
    ],
  ])('sends %s', async (_, items, details) => {
    jodo.answers({ status: 200, body: CREATED });
    await openWith({ componentType: 'DUES' }).createCheckout(order({ items }));
    expect(lastBody()['details']).toEqual(details);
  });

  const customer = order().customer;
  it.each<[string, Partial<CheckoutOrder>]>([
    ['a foreign currency', { amount: { value: 100, currency: 'GBP' } }],
    ['manual capture', { capture: 'manual' }],
    ['a customer without a name', { customer: { ...customer, name: ' ' } }],
    ['a customer without an address', { customer: { ...customer, email: null } }],
    ['a customer without a number', { customer: { ...customer, phone: null } }],
    ['a number of another country', { customer: { ...customer, phone: '+441632960123' } }],
    ['a number that is too long for India', { customer: { ...customer, phone: '+9198765432101' } }],
  ])('refuses %s before any call', async (_, changes) => {
    jodo.answers({ status: 200, body: CREATED });
    await expect(openWith().createCheckout(order(changes))).rejects.toMatchObject({ kind: 'rejected' });
    expect(calls()).toEqual([]);
  });

  it('tells which field Jodo refused, and not its value', async () => {
    const errors = [{ key: 'email', message: 'value sam@example.com is not a valid email address' }];
    jodo.answers({ status: 400, body: { status: 'error', message: 'Invalid payload!', code: 'E0000', errors } });
    const failure = openWith().createCheckout(order());
    await expect(failure).rejects.toMatchObject({ kind: 'rejected' });
    await expect(failure).rejects.toThrow('Invalid payload! email: value [withheld] is not a valid email address');
  });
});

describe('fetchPayment', () => {
  const look = (data: Record<string, unknown>) => {
    jodo.answers(fetched(data));
    return openWith().fetchPayment('orders/order_1');
  };
  const line = (amount: unknown, utr?: string | null, at?: string | null) => ({
    component_type: 'X',
    amount,
    settlement_utr: utr,
    settled_at: at,
  });

  it('looks under the product that the id belongs to, whatever the connection opens today', async () => {
    jodo.answers(fetched({ status: 'unpaid' }));
    await openWith({ product: 'order' }).fetchPayment('payment_links/order_1');
    await openWith({ product: 'payment_link' }).fetchPayment('orders/order_1');
    expect(calls()).toEqual(['GET /pay/payment_links/order_1', 'GET /pay/orders/order_1']);
  });

  it.each(['order_1', 'pages/order_1', 'orders/', 'orders/..', 'orders/.', '', '/orders/order_1'])(
    'asks nobody for %j, which no create ever answered',
    async (id) => {
      jodo.answers({ status: 200, body: {} });
      await expect(openWith().fetchPayment(id)).resolves.toMatchObject({ status: 'missing', providerPaymentId: id });
      expect(calls()).toEqual([]);
    },
  );

  it('adds up lines in any form', async () => {
    const details = [line(1000), line('50.0'), line('0.29'), line(0.01)];
    await expect(look({ status: 'paid', details })).resolves.toMatchObject({ status: 'paid', paid: inr(105_030) });
  });

  it.each([
    ['a third decimal', [line(1000), line('0.295')]],
    ['a line without an amount', [line(1000), line(null)]],
    ['a line that is no object', [line(1000), 'fee']],
    ['no line', []],
    ['more than anybody is asked for', [line(999_999_999), line(999_999_999)]],
  ])('does not guess what was paid from %s', async (_, details) => {
    await expect(look({ status: 'paid', details })).resolves.toMatchObject({ status: 'unrecognised' });
  });

  it.each([
    ['unpaid', { status: 'open' }],
    ['expired', { status: 'closed', reason: 'expired' }],
    ['cancelled', { status: 'closed', reason: 'canceled' }],
    ['canceled', { status: 'closed', reason: 'canceled' }],
    ['settled', { status: 'paid', paid: inr(500), refunded: inr(0) }],
    ['PAID', { status: 'paid', paid: inr(500), refunded: inr(0) }],
    ['Unpaid', { status: 'open' }],
    ['refunded', { status: 'unrecognised', providerStatus: 'refunded' }],
    [null, { status: 'unrecognised', providerStatus: 'no status' }],
  ])('understands %s', async (status, expected) => {
    await expect(look({ status, details: [line(5)] })).resolves.toMatchObject({ ...expected, reference: 'INV-1' });
  });

  it('believes the largest amount that anybody is asked for', async () => {
    await expect(look({ status: 'paid', details: [line('999999999.99')] })).resolves.toMatchObject({
      paid: inr(99_999_999_999),
    });
  });

  it('says what is wrong with an amount that it does not guess', async () => {
    await expect(look({ status: 'paid', details: [] })).resolves.toMatchObject({
      providerStatus: 'paid without a readable amount',
    });
  });

  it('tells the settlement once every line has reached the bank', async () => {
    const first = line(5, 'UTR1', '2026-03-02T10:05:45Z');
    const partly = await look({ status: 'paid', details: [first, line(6, null, null)] });
    expect(partly).toMatchObject({ status: 'paid', paid: inr(1100) });
    expect(partly).not.toHaveProperty('settlement');
    const undated = await look({ status: 'paid', details: [line(5, 'UTR1', null)] });
    expect(undated).not.toHaveProperty('settlement');
    const later = line(6, 'UTR2', '2026-03-04T10:05:45Z');
    const wholly = await look({ status: 'paid', details: [later, first, line(7, 'UTR1', '2026-03-03T10:05:45Z')] });
    expect(wholly).toMatchObject({
      settlement: { reference: 'UTR2,UTR1', at: new Date('2026-03-04T10:05:45Z') },
    });
  });

  it('has no reference where the notes have none', async () => {
    await expect(look({ status: 'unpaid', notes: { reference: 'x' } })).resolves.toMatchObject({ reference: null });
  });

  it.each<[string, ScriptedAnswer]>([
    ['404 with Jodo’s code', { status: 404, body: { status: 'error', code: 'HUE00001', message: 'Nothing here' } }],
    ['400 with Jodo’s sentence', { status: 400, body: { message: 'Order not found for id: order_1' } }],
  ])('takes %s as missing', async (_, answer) => {
    jodo.answers(answer);
    await expect(openWith().fetchPayment('orders/order_1')).resolves.toMatchObject({ status: 'missing' });
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['the gateway’s 404', { status: 404, body: { message: 'Not Found' } }, 'not_sent'],
    ['an empty 404', { status: 404 }, 'not_sent'],
    ['another 400', { status: 400, body: { code: 'HUE00000', message: 'Bad request' } }, 'rejected'],
    ['another order’s answer', { status: 200, body: { data: { id: 'order_2', status: 'paid' } } }, 'not_sent'],
  ])('does not take %s as missing', async (_, answer, kind) => {
    jodo.answers(answer);
    await expect(openWith().fetchPayment('orders/order_1')).rejects.toMatchObject({ kind });
  });
});

describe('cancel', () => {
  const LINK = '/pay/payment_links/order_1';
  const cancel = (id = 'payment_links/order_1') => openWith({ product: 'payment_link' }).cancellation!.cancel(id);

  it('is not offered for orders', () => {
    expect(openWith().cancellation).toBeUndefined();
  });

  it('looks, deletes and looks again', async () => {
    const answers = [fetched({ status: 'unpaid' }), fetched({ status: 'cancelled' })];
    jodo.answers(({ method }) => (method === 'GET' ? answers.shift()! : { status: 200, body: { status: 'success' } }));
    await expect(cancel()).resolves.toMatchObject({ status: 'closed', reason: 'canceled' });
    expect(calls()).toEqual([`GET ${LINK}`, `DELETE ${LINK}`, `GET ${LINK}`]);
  });

  it.each(['paid', 'expired', 'cancelled', 'odd'])('deletes nothing that is %s already', async (status) => {
    jodo.answers(fetched({ status, details: [{ amount: 1 }] }));
    await cancel();
    expect(calls()).toEqual([`GET ${LINK}`]);
  });

  it('leaves an order of earlier days as it is', async () => {
    jodo.answers(fetched({ status: 'unpaid' }));
    await expect(cancel('orders/order_1')).resolves.toMatchObject({ status: 'open' });
    expect(calls()).toEqual(['GET /pay/orders/order_1']);
  });
});
