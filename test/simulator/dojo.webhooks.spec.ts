import { type RunningSimulator, startSimulator } from '../../src/simulator/simulator.js';
import { signWebhook } from '../../src/simulator/dojo/webhook.signature.js';
import { dojoClient } from './support/dojo.client.js';
import { eventually } from './support/eventually.js';
import { type DojoEvent, type ReceivedWebhook, startReceiver } from './support/webhook.receiver.js';

describe("Dojo's signature", () => {
  const body =
    '{"id":"evt_hnnHxIKR_Uy6bhZCusCltw","event":"payment_intent.created","accountId":"acc_test","createdAt":"2022-02-01T13:07:41.8667859Z","data":{"paymentIntentId":"pi_vpwd4ooAPEqyNAQe4z89WQ","paymentStatus":"Created","captureMode":"Auto"}}';

  it.each([
    [
      'PDYkJQq6sESYHp_zJuTTBQ',
      'sha256=4B-49-F8-FE-25-A7-E6-7D-00-4F-A7-9C-F8-0B-63-00-C7-77-B4-F2-2D-E5-E1-22-84-FA-04-18-50-A1-76-FD',
    ],
    [
      'ws_OYsyzcrH70GpJfs8MMkKpg',
      'sha256=94-AC-93-67-D6-8B-69-6D-15-A2-C2-45-40-98-B5-E7-64-72-38-C5-1F-6D-32-D0-5F-CB-91-20-A9-20-64-F4',
    ],
  ])('is that of the official vector for the secret %s', (secret, signature) => {
    expect(Buffer.byteLength(body)).toBe(236);
    expect(signWebhook(body, secret)).toBe(signature);
  });
});

const statusesOf = ({ received }: { received: readonly ReceivedWebhook<DojoEvent>[] }) =>
  received.map(({ body }) => body.data.paymentStatus);

describe('webhooks', () => {
  let simulator: RunningSimulator;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0, retryScheduleMs: [5, 10, 20] });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  afterAll(() => simulator.close());

  const aMerchantWithEndpoint = async ({ answers, events }: { answers?: number[]; events?: string[] } = {}) => {
    const receiver = await startReceiver(answers);
    closing.push(receiver.close);
    const dojo = dojoClient(simulator.url);
    return { dojo, receiver, subscription: await dojo.subscribe(receiver.url, events) };
  };
  const deliveriesOf = async (dojo: ReturnType<typeof dojoClient>, intentId: string) => {
    const { deliveries } = (await dojo.control('GET', 'webhooks')).json<{
      deliveries: { intentId: string; eventId: string; outcome: string; attempts: { status?: number }[] }[];
    }>();
    return deliveries.filter((delivery) => delivery.intentId === intentId);
  };

  it('tell every subscriber of a status, signed with the active secret and without any money in it', async () => {
    const { dojo, receiver, subscription } = await aMerchantWithEndpoint();
    const { id } = await dojo.create();
    await dojo.pay(id);
    const webhook = await eventually(() => receiver.received[0]);
    expect(webhook.body).toEqual({
      id: expect.stringMatching(/^evt_/),
      event: 'payment_intent.status_updated',
      accountId: expect.stringMatching(/^acc_/),
      createdAt: expect.stringMatching(/\.\d{7}Z$/),
      data: { paymentIntentId: id, paymentStatus: 'Captured', captureMode: 'Auto' },
    });
    expect(webhook.headers['dojo-signature']).toBe(signWebhook(webhook.raw, subscription.secrets[0]!.value));
  });

  it('tell of a creation those who subscribed to creations, and no other account of anything', async () => {
    const { dojo, receiver } = await aMerchantWithEndpoint({ events: ['payment_intent.created'] });
    const stranger = await aMerchantWithEndpoint();
    const { id } = await dojo.create();
    await dojo.pay(id);
    await eventually(() => receiver.received[0]);
    expect(receiver.received.map(({ body }) => body.event)).toEqual(['payment_intent.created']);
    expect(stranger.receiver.received).toEqual([]);
  });

  it('are repeated under one event id until the endpoint accepts', async () => {
    const { dojo, receiver } = await aMerchantWithEndpoint({ answers: [500, 302] });
    const { id } = await dojo.create();
    await dojo.pay(id);
    await eventually(() => receiver.received[2]);
    expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(1);
    const outcome = await eventually(async () => {
      const [delivery] = await deliveriesOf(dojo, id);
      return delivery?.outcome === 'delivered' ? delivery : undefined;
    });
    expect(outcome.attempts.map(({ status }) => status)).toEqual([500, 302, 200]);
    expect((await dojo.ledgerOf(id)).webhookTries).toBe(3);
  });

  it('are given up after the last wait of the schedule', async () => {
    const { dojo, receiver } = await aMerchantWithEndpoint({ answers: [500, 500, 500, 500, 500] });
    const { id } = await dojo.create();
    await dojo.pay(id);
    await eventually(async () => ((await deliveriesOf(dojo, id))[0]?.outcome === 'exhausted' ? true : undefined));
    expect(receiver.received).toHaveLength(4);
  });

  it('are signed with a new secret once it is activated', async () => {
    const { dojo, receiver, subscription } = await aMerchantWithEndpoint();
    const path = `/webhooks/${subscription.id}/secrets`;
    const { secrets } = (await dojo.call('POST', path)).json<typeof subscription>();
    expect(secrets.map(({ isActive }) => isActive)).toEqual([true, false]);
    expect((await dojo.call('PUT', `${path}/${secrets[1]!.id}/activate`)).status).toBe(204);
    expect((await dojo.call('DELETE', `${path}/${secrets[1]!.id}`)).status).toBe(409);
    expect((await dojo.call('DELETE', `${path}/${secrets[0]!.id}`)).status).toBe(204);
    await dojo.pay((await dojo.create()).id);
    const webhook = await eventually(() => receiver.received[0]);
    expect(webhook.headers['dojo-signature']).toBe(signWebhook(webhook.raw, secrets[1]!.value));
  });

  it('are subscribed to, listed, changed and ended over the API', async () => {
    const { dojo, subscription } = await aMerchantWithEndpoint();
    const events = (await dojo.call('GET', '/webhooks/events')).json<{ events: string[] }[]>();
    expect(events[0]!.events).toContain('payment_intent.status_updated');
    const listed = (await dojo.call('GET', '/webhooks')).json<(typeof subscription)[]>();
    expect(listed).toMatchObject([{ id: subscription.id, secrets: subscription.secrets }]);
    const changed = await dojo.call('PATCH', `/webhooks/${subscription.id}`, {
      body: { url: 'https://erp.example.com/h' },
    });
    expect(changed.json()).toMatchObject({
      url: 'https://erp.example.com/h',
      events: ['payment_intent.status_updated'],
    });
    expect((await dojoClient(simulator.url).call('DELETE', `/webhooks/${subscription.id}`)).status).toBe(404);
    expect((await dojo.call('DELETE', `/webhooks/${subscription.id}`)).status).toBe(204);
    expect((await dojo.call('GET', '/webhooks')).json()).toEqual([]);
  });

  it.each([
    ['plain http beyond this machine', { url: 'http://erp.example.com/h', events: ['payment_intent.created'] }],
    [
      'http that only looks like this machine',
      { url: 'http://localhost.example.com/h', events: ['payment_intent.created'] },
    ],
    ['an event that does not exist', { url: 'https://erp.example.com/h', events: ['payment.successful'] }],
    ['no event', { url: 'https://erp.example.com/h', events: [] }],
  ])('cannot be subscribed to with %s', async (_what, body) => {
    expect((await dojoClient(simulator.url).call('POST', '/webhooks', { body })).status).toBe(400);
  });

  it('webhook_lost sends nothing and says so in the log of deliveries', async () => {
    const { dojo, receiver } = await aMerchantWithEndpoint();
    const { id } = await dojo.create();
    await dojo.scenario({ name: 'webhook_lost', intentId: id });
    await dojo.pay(id);
    await dojo.refund(id, 1050);
    await eventually(() => receiver.received[0]);
    expect(statusesOf(receiver)).toEqual(['Refunded']);
    expect((await deliveriesOf(dojo, id)).map(({ outcome }) => outcome)).toContain('lost');
  });

  it('webhook_twice sends one event id twice', async () => {
    const { dojo, receiver } = await aMerchantWithEndpoint();
    const { id } = await dojo.create();
    await dojo.scenario({ name: 'webhook_twice', intentId: id });
    await dojo.pay(id);
    await eventually(() => receiver.received[1]);
    expect(receiver.received[1]!.raw).toBe(receiver.received[0]!.raw);
  });

  it.each(['webhook_late', 'return_before_webhook'])('%s sends the event after the payer is back', async (name) => {
    const { dojo, receiver } = await aMerchantWithEndpoint();
    const { id } = await dojo.create();
    await dojo.scenario({ name, intentId: id, options: { delayMs: 50 } });
    const before = Date.now();
    await dojo.pay(id);
    await eventually(() => receiver.received[0]);
    expect(Date.now() - before).toBeGreaterThanOrEqual(49);
  });

  it('webhooks_swapped lets the later event overtake the earlier', async () => {
    const { dojo, receiver } = await aMerchantWithEndpoint();
    const { id } = await dojo.create();
    await dojo.scenario({ name: 'webhooks_swapped', intentId: id });
    await dojo.pay(id);
    await dojo.refund(id, 1050);
    await eventually(() => receiver.received[1]);
    expect(statusesOf(receiver)).toEqual(['Refunded', 'Captured']);
  });
});
