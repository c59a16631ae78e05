import { signHook } from '../../src/simulator/jodo/hook.signature.js';
import { type RunningSimulator, startSimulator } from '../../src/simulator/simulator.js';
import { eventually } from './support/eventually.js';
import { aHook, type Hook, jodoClient } from './support/jodo.client.js';
import { type JodoEvent, startReceiver } from './support/webhook.receiver.js';

const DAY_SECONDS = 86_400;

describe("Jodo's signature", () => {
  it('is lower-case hex over the raw body, as the vector has it', () => {
    const body =
      '{"event_id":"45bb1387-2a83-4fdb-a149-e7dec81043f0","event":"order.payment.debited","version":"1.0","timestamp":1691143279,"payload":{"order_id":"order_12343532424"}}';
    expect(Buffer.byteLength(body)).toBe(165);
    expect(signHook(body, 'my-secret-key')).toBe('ca5a0f3cc52dd137dfa6623c9f3c83d4b73126343f6a10f390409f66df968240');
  });
});

describe("Jodo's webhooks", () => {
  let simulator: RunningSimulator;
  const closing: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    simulator = await startSimulator({ port: 0 });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await simulator.close();
  });

  const anInstitute = async (
    events: string[],
    { answers, ...changes }: { answers?: number[]; secret_key?: string } = {},
  ) => {
    const receiver = await startReceiver<JodoEvent>(answers);
    closing.push(receiver.close);
    const jodo = jodoClient(simulator.url);
    for (const event of events) await jodo.subscribe(event, receiver.url, changes);
    return { jodo, receiver, names: () => receiver.received.map(({ body }) => body.event) };
  };
  const outcomes = async (jodo: ReturnType<typeof jodoClient>, orderId: string) =>
    (await jodo.deliveriesOf(orderId)).map(({ outcome }) => outcome);
  const triesUntil = (jodo: ReturnType<typeof jodoClient>, orderId: string, count: number) =>
    eventually(async () => ((await jodo.ledgerOf(orderId)).webhookTries === count ? true : undefined));

  it('tell of an order that was paid, in the envelope of the documents and without a transaction id', async () => {
    const { jodo, receiver } = await anInstitute(['order.payment.debited'], { secret_key: 'a secret' });
    const { order_id } = await jodo.create({ identifier: 'STU-1' });
    await jodo.pay(order_id);
    const webhook = await eventually(() => receiver.received[0]);
    expect(webhook.body).toEqual({
      event_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      event: 'order.payment.debited',
      version: '1.0',
      timestamp: expect.any(Number),
      payload: {
        order_id,
        order: {
          name: 'Sam Sample',
          phone: '9876543210',
          email: 'sam.sample@example.com',
          identifier: 'STU-1',
          paid_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          status: 'paid',
          details: [{ component_type: 'TUITION_FEE', amount: 1050.29 }],
          notes: [{ key: 'reference', value: expect.any(String) }],
        },
      },
    });
    expect(Number.isInteger(webhook.body.timestamp) && webhook.body.timestamp < 1e11).toBe(true);
    expect(webhook.headers['x-jodo-signature']).toBe(signHook(webhook.raw, 'a secret'));
  });

  it('carry no signature without a secret, and the header that was asked for', async () => {
    const { jodo, receiver } = await anInstitute([]);
    await jodo.subscribe('order.payment.debited', receiver.url, { header_key: 'X-Our-Key', header_value: 'ours' });
    await jodo.pay((await jodo.create()).order_id);
    const { headers } = await eventually(() => receiver.received[0]);
    expect(headers['x-our-key']).toBe('ours');
    expect(headers['x-jodo-signature']).toBeUndefined();
  });

  it('tell of a link with everything, absent members as null', async () => {
    const { jodo, receiver } = await anInstitute(['payment_link.payment.debited']);
    const { order_id } = await jodo.createLink({ grade: 'G5' });
    await jodo.pay(order_id);
    const { body } = await eventually(() => receiver.received[0]);
    expect(body.payload.order).toMatchObject({
      status: 'paid',
      grade: 'G5',
      student_name: null,
      transaction_id: (await jodo.fetchLink(order_id)).transaction_id,
    });
  });

  it('tell of a link that ran out, with neither transaction nor time of payment', async () => {
    const { jodo, receiver, names } = await anInstitute(['payment_link.payment.expired']);
    const { order_id } = await jodo.createLink({ expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    await jodo.advance(3601);
    const { body } = await eventually(() => receiver.received[0]);
    expect(names()).toEqual(['payment_link.payment.expired']);
    expect(body.payload.order).toMatchObject({ status: 'expired', transaction_id: null, paid_at: null });
    expect((await jodo.fetchLink(order_id)).status).toBe('expired');
  });

  it('tell of an expiry that nobody looks for', async () => {
    const { jodo, receiver } = await anInstitute(['payment_link.payment.expired']);
    await jodo.createLink({ expires_at: new Date(Date.now() + 60).toISOString() });
    const { body } = await eventually(() => receiver.received[0]);
    expect(body.event).toBe('payment_link.payment.expired');
  });

  it('tell of a settlement a day after the payment, line by line', async () => {
    const { jodo, receiver, names } = await anInstitute(['order.payment.debited', 'order.payment.settled']);
    const details = [1000, '50.29'].map((amount) => ({ component_type: 'FEE', amount }));
    const { order_id } = await jodo.create({ details });
    await jodo.pay(order_id);
    await eventually(() => receiver.received[0]);
    await jodo.advance(DAY_SECONDS - 60);
    expect((await jodo.fetch(order_id)).details[0]).not.toHaveProperty('settlement_utr');
    await jodo.advance(60);
    const { body } = await eventually(() => receiver.received[1]);
    expect(names()).toEqual(['order.payment.debited', 'order.payment.settled']);
    const settled = { settlement_utr: expect.stringMatching(/^settl_/), settled_at: expect.stringMatching(/Z$/) };
    expect(body.payload.order).toMatchObject({ status: 'paid', details: [settled, settled] });
    expect(await jodo.fetch(order_id)).toMatchObject({ status: 'paid', details: [settled, settled] });
  });

  it('tell of a settlement at once when told to, and once', async () => {
    const { jodo, receiver } = await anInstitute(['payment_link.payment.settled', 'order.payment.settled']);
    const { order_id } = await jodo.createLink();
    expect((await jodo.settle(order_id)).status).toBe(400);
    await jodo.pay(order_id);
    const [first, second] = [await jodo.settle(order_id), await jodo.settle(order_id)];
    expect([first.status, second.text]).toEqual([200, first.text]);
    await eventually(() => receiver.received[0]);
    await jodo.advance(2 * DAY_SECONDS);
    expect(await jodo.deliveriesOf(order_id)).toHaveLength(1);
    expect((await jodo.settle('order_none')).status).toBe(404);
  });

  it('are repeated five times over days, under one event id, then given up', async () => {
    const { jodo, receiver } = await anInstitute(['order.payment.debited'], { answers: Array<number>(9).fill(500) });
    const { order_id } = await jodo.create();
    await jodo.pay(order_id);
    await triesUntil(jodo, order_id, 1);
    for (const [index, hours] of [6, 6, 6, 24, 24].entries()) {
      await jodo.advance(hours * 3600 - 60);
      expect((await jodo.ledgerOf(order_id)).webhookTries).toBe(index + 1);
      await jodo.advance(60);
      await triesUntil(jodo, order_id, index + 2);
    }
    await eventually(async () => ((await outcomes(jodo, order_id))[0] === 'exhausted' ? true : undefined));
    expect(new Set(receiver.received.map(({ body }) => body.event_id)).size).toBe(1);
  });

  it('end with the first 2xx', async () => {
    const { jodo } = await anInstitute(['order.payment.debited'], { answers: [302, 204] });
    const { order_id } = await jodo.create();
    await jodo.pay(order_id);
    await triesUntil(jodo, order_id, 1);
    await jodo.advance(6 * 3600);
    await eventually(async () => ((await outcomes(jodo, order_id))[0] === 'delivered' ? true : undefined));
    await jodo.advance(3 * DAY_SECONDS);
    expect((await jodo.deliveriesOf(order_id))[0]!.attempts).toMatchObject([{ status: 302 }, { status: 204 }]);
  });

  it('are not sent again by a clock that moves while they are on their way', async () => {
    const { jodo, receiver } = await anInstitute(['order.payment.debited']);
    const release = receiver.hold();
    const { order_id } = await jodo.create();
    await jodo.pay(order_id);
    await eventually(() => receiver.received[0]);
    for (let hour = 0; hour < 5; hour += 1) await jodo.advance(3600);
    release();
    await eventually(async () => ((await outcomes(jodo, order_id))[0] === 'delivered' ? true : undefined));
    expect(receiver.received).toHaveLength(1);
  });

  it('stop after 100 failures in a row, until someone subscribes again', async () => {
    await simulator.close();
    simulator = await startSimulator({ port: 0, jodoRetryScheduleMs: Array<number>(150).fill(0) });
    const { jodo, receiver } = await anInstitute(['order.payment.debited'], { answers: Array<number>(100).fill(503) });
    const { order_id } = await jodo.create();
    await jodo.pay(order_id);
    await eventually(async () => ((await outcomes(jodo, order_id))[0] === 'disabled' ? true : undefined));
    expect(receiver.received).toHaveLength(100);
    const silent = await jodo.create();
    await jodo.pay(silent.order_id);
    await eventually(async () => ((await outcomes(jodo, silent.order_id))[0] === 'disabled' ? true : undefined));
    await jodo.subscribe('order.payment.debited', receiver.url);
    const heard = await jodo.create();
    await jodo.pay(heard.order_id);
    await eventually(() => receiver.received[100]);
    expect(receiver.received[100]!.body.payload.order_id).toBe(heard.order_id);
  });

  it('do not stop when the failures were not in a row', async () => {
    await simulator.close();
    simulator = await startSimulator({ port: 0, jodoRetryScheduleMs: Array<number>(150).fill(0) });
    const answers = [...Array<number>(99).fill(503), 200, 503, 200];
    const { jodo } = await anInstitute(['order.payment.debited'], { answers });
    for (const tries of [100, 2]) {
      const { order_id } = await jodo.create();
      await jodo.pay(order_id);
      await triesUntil(jodo, order_id, tries);
      await eventually(async () => ((await outcomes(jodo, order_id))[0] === 'delivered' ? true : undefined));
      expect((await jodo.ledgerOf(order_id)).webhookTries).toBe(tries);
    }
  });

  describe('subscriptions', () => {
    const post = (jodo: ReturnType<typeof jodoClient>, changes: object) =>
      jodo.call('POST', '/erp/webhooks', {
        body: { ...aHook('order.payment.debited', 'https://erp.example.com/h'), ...changes },
      });

    it('are made, listed, fetched and ended, and never show a secret', async () => {
      const { jodo } = await anInstitute([]);
      const reply = await post(jodo, { secret_key: 'hidden', header_key: 'X-K', header_value: 'hidden' });
      const shown: Hook = {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown as string,
        event_code: 'order.payment.debited',
        failure_notification_email: 'ops@example.com',
        url: 'https://erp.example.com/h',
      };
      expect([reply.status, reply.json()]).toEqual([201, { status: 'success', data: shown }]);
      const { id } = reply.json<{ data: Hook }>().data;
      expect((await jodo.call('GET', '/erp/webhooks')).json()).toEqual({ status: 'success', data: [shown] });
      expect((await jodo.call('GET', `/erp/webhooks/${id}`)).json()).toEqual({ status: 'success', data: shown });
      expect((await jodoClient(simulator.url).call('GET', `/erp/webhooks/${id}`)).status).toBe(404);
      expect((await jodo.call('DELETE', `/erp/webhooks/${id}`)).json()).toEqual({ status: 'success' });
      expect((await jodo.call('GET', '/erp/webhooks')).json()).toEqual({ status: 'success', data: [] });
    });

    it('keep their address when posted again, and take the new secret', async () => {
      const { jodo, receiver } = await anInstitute(['order.payment.debited'], { secret_key: 'old' });
      const first = (await jodo.call('GET', '/erp/webhooks')).json<{ data: Hook[] }>().data[0];
      const again = await post(jodo, { secret_key: 'new', failure_notification_email: 'other@example.com' });
      expect([again.status, again.json<{ data: Hook }>().data]).toEqual([201, first]);
      await jodo.pay((await jodo.create()).order_id);
      const { raw, headers } = await eventually(() => receiver.received[0]);
      expect(headers['x-jodo-signature']).toBe(signHook(raw, 'new'));
    });

    it('of two branches stand beside each other and hear of their own orders', async () => {
      const { jodo, receiver } = await anInstitute([]);
      const other = await startReceiver<JodoEvent>();
      closing.push(other.close);
      const one = await jodo.subscribe('order.payment.debited', receiver.url, { collector_code: 'BR1' });
      const two = await jodo.subscribe('order.payment.debited', other.url, { collector_code: 'BR2' });
      expect(one.id).not.toBe(two.id);
      const listed = await jodo.call('GET', '/erp/webhooks?collector_code=BR2');
      expect(listed.json<{ data: Hook[] }>().data).toEqual([two]);
      const { order_id } = await jodo.create({ collector_code: 'BR2' });
      await jodo.pay(order_id);
      expect((await eventually(() => other.received[0])).body.payload.order_id).toBe(order_id);
      expect(receiver.received).toEqual([]);
      const elsewhere = await jodo.create({ collector_code: 'BR3' });
      await jodo.pay(elsewhere.order_id);
      expect(await jodo.deliveriesOf(elsewhere.order_id)).toEqual([]);
    });

    it('that name no branch hear of orders of a branch that has none of its own', async () => {
      const { jodo } = await anInstitute(['order.payment.debited']);
      const branch = await jodo.subscribe('order.payment.debited', 'http://localhost/h', { collector_code: 'BR1' });
      const told = async (collector_code: string) => {
        const { order_id } = await jodo.create({ collector_code });
        await jodo.pay(order_id);
        return (await jodo.deliveriesOf(order_id)).map(({ subscriptionId }) => subscriptionId);
      };
      expect(await told('BR1')).toEqual([branch.id]);
      const [elsewhere] = await told('BR2');
      expect(elsewhere).not.toBe(branch.id);
    });

    it('keep the secret that a later post does not name', async () => {
      const { jodo, receiver } = await anInstitute(['order.payment.debited'], { secret_key: 'kept' });
      await post(jodo, { header_key: 'X-Ours', header_value: 'yes' });
      await jodo.pay((await jodo.create()).order_id);
      const { raw, headers } = await eventually(() => receiver.received[0]);
      expect([headers['x-ours'], headers['x-jodo-signature']]).toEqual(['yes', signHook(raw, 'kept')]);
    });

    it('of a stranger hear nothing', async () => {
      const stranger = await anInstitute(['order.payment.debited']);
      const { jodo, receiver } = await anInstitute(['order.payment.debited']);
      await jodo.pay((await jodo.create()).order_id);
      await eventually(() => receiver.received[0]);
      expect(stranger.receiver.received).toEqual([]);
    });

    it.each<[string, object, string]>([
      ['plain http beyond this machine', { url: 'http://erp.example.com/h' }, 'url'],
      ['an event that does not exist', { event_code: 'order.payment.failed' }, 'event_code'],
      ['no address for failures', { failure_notification_email: undefined }, 'failure_notification_email'],
      ['a header name with a space', { header_key: 'X Key' }, 'header_key'],
      ['a header value with a line break', { header_value: 'a\r\nb' }, 'header_value'],
    ])('are refused with %s', async (_what, changes, key) => {
      const { jodo } = await anInstitute([]);
      const reply = await post(jodo, changes);
      expect([reply.status, reply.json<{ errors: { key: string }[] }>().errors[0]!.key]).toEqual([400, key]);
    });

    it('take several addresses for failures in one text', async () => {
      const { jodo } = await anInstitute([]);
      expect((await post(jodo, { failure_notification_email: 'a@example.com, b@example.com' })).status).toBe(201);
    });
  });
});
