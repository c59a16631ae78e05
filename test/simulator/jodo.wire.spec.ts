import { randomUUID } from 'node:crypto';
import { type RunningSimulator, startSimulator } from '../../src/simulator/simulator.js';
import { parseRupees, toRupees } from '../../src/simulator/jodo/rupee.amounts.js';
import { anOrder, jodoClient, type Order } from './support/jodo.client.js';

interface Refusal {
  status: string;
  message: string;
  error_type: string;
  code: string;
  errors?: { key: string; message: string }[];
}

describe("Jodo's API", () => {
  let simulator: RunningSimulator;
  let jodo: ReturnType<typeof jodoClient>;

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0 });
    jodo = jodoClient(simulator.url);
  });
  afterAll(() => simulator.close());

  const post = (changes: object, path = '/pay/orders') =>
    jodo.call('POST', path, { body: { ...anOrder(), ...changes } });

  describe('credentials', () => {
    const fetchWith = (authorization: string) =>
      jodo.call('GET', '/pay/orders/order_1', { headers: { authorization } });
    const base64 = (text: string) => Buffer.from(text).toString('base64');

    it.each([
      ['another scheme', 'Bearer abc'],
      ['a token that is no base64', 'Basic jodo_sim_a:b'],
      ['a scheme twice', `Basic Basic ${base64('jodo_sim_a:b')}`],
      ['nothing', ''],
    ])('are refused for their form when they are %s', async (_what, authorization) => {
      const reply = await fetchWith(authorization);
      expect([reply.status, reply.json()]).toEqual([
        401,
        { status: 'error', message: 'Invalid authorization header format' },
      ]);
    });

    it.each(['other_key:secret', 'jodo_sim_key', 'jodo_sim_key:'])('are refused when unknown, as %s', async (pair) => {
      const reply = await fetchWith(`Basic ${base64(pair)}`);
      expect([reply.status, reply.json()]).toEqual([
        401,
        { status: 'error', message: 'Invalid credentials, please check!' },
      ]);
    });

    it('are an account of their own for every pair, so that one secret does not open the orders of another', async () => {
      const key = `jodo_sim_${randomUUID()}`;
      const { order_id } = await jodoClient(simulator.url, `${key}:one`).create();
      const other = await jodoClient(simulator.url, `${key}:two`).call('GET', `/pay/orders/${order_id}`);
      const same = await jodoClient(simulator.url, `${key}:one`).call('GET', `/pay/orders/${order_id}`);
      expect([other.status, same.status]).toEqual([400, 200]);
    });
  });

  describe('pay orders', () => {
    it('are answered with order_id and a page that carries the callback in the clear', async () => {
      const callback_url = 'https://erp.example.com/back/abc?x=1';
      const reply = await post({ callback_url });
      expect(reply.status).toBe(200);
      const { status, data } = reply.json<{ status: string; data: { order_id: string; redirect_url: string } }>();
      expect(status).toBe('success');
      const page = new URL(data.redirect_url);
      expect(page.pathname).toMatch(new RegExp(`^/p/${data.order_id}/trans_[0-9a-f]{12}$`));
      expect(page.searchParams.get('callback_url')).toBe(callback_url);
    });

    it('are fetched under id, unpaid, with what was given and nothing that was not', async () => {
      const given = { identifier: 'STU-1', grade: 'G5', academic_year_start: '2026', new_admission: false };
      const { order_id } = await jodo.create({ ...given, collector_code: 'BR1' });
      const reply = await jodo.call('GET', `/pay/orders/${order_id}`);
      expect(reply.json()).toEqual({
        status: 'success',
        data: {
          id: order_id,
          name: 'Sam Sample',
          phone: '9876543210',
          email: 'sam.sample@example.com',
          identifier: 'STU-1',
          grade: 'G5',
          academic_year_start: 2026,
          new_admission: false,
          transaction_id: null,
          paid_at: null,
          status: 'unpaid',
          details: [{ component_type: 'TUITION_FEE', amount: 1050.29 }],
          notes: [{ key: 'reference', value: expect.any(String) }],
        },
      });
    });

    it('tell transaction and time once paid', async () => {
      const { order_id, redirect_url } = await jodo.create();
      await jodo.pay(order_id);
      const order = await jodo.fetch(order_id);
      expect(order).toMatchObject({ status: 'paid', paid_at: expect.stringMatching(/T\d\d:\d\d:\d\dZ$/) });
      expect(redirect_url.endsWith(`/${order.transaction_id}`)).toBe(true);
    });

    it('are made twice when asked for twice', async () => {
      const body = anOrder();
      const [one, two] = [await jodo.create(body), await jodo.create(body)];
      expect(one.order_id).not.toBe(two.order_id);
      expect(await jodo.ordersNamed(body.notes[0]!.value)).toHaveLength(2);
    });

    it('that are unknown are a bad request, not a missing page', async () => {
      const reply = await jodo.call('GET', '/pay/orders/order_none');
      expect([reply.status, reply.json<Refusal>().message]).toEqual([400, 'Order not found for id: order_none']);
      expect((await jodo.call('GET', '/pay/orders/__proto__')).status).toBe(400);
    });

    it.each([
      ['GET', '/pay/orders'],
      ['DELETE', '/pay/orders/order_1'],
      ['POST', '/pay/orders/order_1/refunds'],
      ['GET', '/pay/refunds'],
    ])('have no %s %s: the gateway in front knows of none', async (method, path) => {
      const reply = await jodo.call(method, path);
      expect([reply.status, reply.json()]).toEqual([404, { message: 'Not Found' }]);
    });
  });

  describe('payment links', () => {
    it('are created with 201, and fetched with the instant of their end', async () => {
      const expires_at = new Date(Date.now() + 3_600_000).toISOString();
      const reply = await post({ expires_at }, '/pay/payment_links');
      expect(reply.status).toBe(201);
      const { order_id } = reply.json<{ data: { order_id: string } }>().data;
      expect(await jodo.fetchLink(order_id)).toMatchObject({
        id: order_id,
        status: 'unpaid',
        expires_at: expires_at.replace(/\.\d+Z/, 'Z'),
      });
    });

    it('and orders are not found under the path of each other', async () => {
      const link = await jodo.createLink();
      const order = await jodo.create();
      expect((await jodo.call('GET', `/pay/orders/${link.order_id}`)).status).toBe(400);
      expect((await jodo.call('GET', `/pay/payment_links/${order.order_id}`)).status).toBe(400);
    });

    it('are cancelled without data in the answer, once, and only while unpaid', async () => {
      const { order_id } = await jodo.createLink();
      const cancel = (id: string) => jodo.call('DELETE', `/pay/payment_links/${id}`);
      const first = await cancel(order_id);
      expect([first.status, first.json()]).toEqual([
        200,
        { status: 'success', message: 'Payment link cancelled successfully!' },
      ]);
      expect((await jodo.fetchLink(order_id)).status).toBe('cancelled');
      expect((await cancel(order_id)).status).toBe(400);
      const paid = await jodo.createLink();
      await jodo.pay(paid.order_id);
      expect((await cancel(paid.order_id)).status).toBe(400);
      expect((await jodo.fetchLink(paid.order_id)).status).toBe('paid');
    });

    it.each(['2020-01-01T00:00:00Z', '2030-01-01', 'tomorrow', 5])('cannot end at %s', async (expires_at) => {
      const reply = await post({ expires_at }, '/pay/payment_links');
      expect([reply.status, reply.json<Refusal>().errors![0]!.key]).toEqual([400, 'expires_at']);
    });
  });

  describe('a payload', () => {
    it.each<[string, object, string]>([
      ['no name', { name: undefined }, 'name'],
      ['a phone with the country code', { phone: '+919876543210' }, 'phone'],
      ['a phone that is a number', { phone: 9876543210 }, 'phone'],
      ['no email', { email: null }, 'email'],
      ['an email that is none', { email: 'sam' }, 'email'],
      ['no lines', { details: [] }, 'details'],
      ['a line without type', { details: [{ amount: 1 }] }, 'details.0.component_type'],
      ['notes as an object', { notes: { reference: 'INV-1' } }, 'notes'],
      ['notes as texts', { notes: ['INV-1'] }, 'notes.0'],
      ['a note whose value is a number', { notes: [{ key: 'reference', value: 1 }] }, 'notes.0.value'],
      ['a callback without scheme', { callback_url: 'erp.example.com/back' }, 'callback_url'],
      ['a date in another order', { date_of_birth: '31-12-2015' }, 'date_of_birth'],
    ])('with %s is refused by key', async (_what, changes, key) => {
      const reply = await post(changes);
      expect([reply.status, reply.json()]).toEqual([
        400,
        {
          status: 'error',
          message: 'Invalid payload!',
          error_type: 'BadRequestError',
          code: 'E0000',
          errors: [{ key, message: expect.any(String) }],
        },
      ]);
    });

    it('is refused in the words of the live API for a bad address', async () => {
      expect((await post({ email: 'sam@' })).json<Refusal>().errors).toEqual([
        { key: 'email', message: 'value is not a valid email address' },
      ]);
    });

    it.each([['[]'], ['"text"'], ['{'], ['']])('that reads %s is refused', async (body) => {
      const reply = await fetch(`${simulator.url}/api/v1/integrations/pay/orders`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(jodo.credentials).toString('base64')}`,
          'content-type': 'application/json',
        },
        body,
      });
      expect([reply.status, ((await reply.json()) as Refusal).message]).toEqual([400, 'Invalid payload!']);
    });

    it('may have members that nobody knows', async () => {
      expect((await post({ surprise: { a: 1 } })).status).toBe(200);
    });
  });

  describe('amounts', () => {
    it.each([
      [1050.29, 105029],
      ['1050.29', 105029],
      ['1.0', 100],
      [1000, 100000],
      [0.01, 1],
      [19.99, 1999],
      [999999999.99, 99999999999],
    ])('%p rupees are %i paise', async (amount, paise) => {
      const { order_id } = await jodo.create({ details: [{ component_type: 'Payable Amount', amount }] });
      expect((await jodo.ledgerOf(order_id)).amountPaise).toBe(paise);
      expect((await jodo.fetch(order_id)).details[0]!.amount).toBe(Number(amount));
    });

    it('add up over the lines without the errors of binary fractions', async () => {
      const details = [0.1, 0.2, '0.30'].map((amount) => ({ component_type: 'FEE', amount }));
      const { order_id } = await jodo.create({ details });
      expect((await jodo.ledgerOf(order_id)).amountPaise).toBe(60);
    });

    it('survive the way to rupees and back for every number of paise tried', () => {
      for (let paise = 1; paise < 200_000; paise += 7) expect(parseRupees(toRupees(paise))).toBe(paise);
    });

    it('are written into the JSON digit by digit', async () => {
      const { order_id } = await jodo.create();
      expect((await jodo.call('GET', `/pay/orders/${order_id}`)).text).toContain('"amount":1050.29}');
    });

    it.each([0.1 + 0.2, 1.005, 0, -1, '1,050.29', '1050.', ' 1', '1e3', 1e21, null, true, {}])(
      'cannot be %p',
      async (amount) => {
        const reply = await post({ details: [{ component_type: 'FEE', amount }] });
        expect([reply.status, reply.json<Refusal>().errors![0]!.key]).toEqual([400, 'details.0.amount']);
      },
    );
  });

  it('leaves Dojo its own paths and keys', async () => {
    const dojo = await fetch(`${simulator.url}/payment-intents/pi_1`, {
      headers: { authorization: 'Basic sk_sandbox_x', version: '2026-02-27' },
    });
    expect(dojo.status).toBe(404);
    expect(((await dojo.json()) as { title: string }).title).toBe('Not Found');
  });

  it('shows orders and payee on the front page', async () => {
    const { order_id, redirect_url } = await jodo.create();
    const page = await jodo.page('/');
    expect(page.text).toContain(new URL(redirect_url).pathname);
    expect(page.text).toContain('₹1,050.29');
    expect((await jodo.fetch(order_id)) satisfies Order).toBeDefined();
  });
});
