import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { TimelineDto, TimelineEntryDto } from '../../src/timeline/dto/timeline.dto.js';
import { ProviderSwitch } from '../fixtures/provider.switch.js';
import { press, Shop } from '../fixtures/shop.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let wire: ProviderSwitch;
let first: Shop;

beforeAll(async () => {
  world = await DunlinWorld.create();
  wire = await ProviderSwitch.start(world.simulator.url);
  await world.start({ DOJO_BASE_URL: wire.url });
  await world.connect();
  first = await Shop.dojo(world, { priority: 1 });
});

afterAll(async () => {
  await world.close();
  await wire.stop();
});

function timelineOf(paymentId: string): Promise<TimelineDto> {
  return world.api.read<TimelineDto>(`/v1/payments/${paymentId}/timeline`);
}

const ofKind = (entries: readonly TimelineEntryDto[], kind: string) => entries.filter((entry) => entry.kind === kind);

describe('the timeline of a payment that went a long way', () => {
  let link: LinkDto;
  let timeline: TimelineDto;

  beforeAll(async () => {
    link = await world.api.make<LinkDto>('/v1/links', { payment: anOrder(), send: { to: 'payer@example.com' } });
    // Who pays faster than a mail goes out is sent none.
    await patiently(async () => mailIsSent(await timelineOf(link.paymentId)) || undefined);
    wire.break(first.authorization, { status: 401 });
    const pressed = await press(link);
    wire.mend();
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    await exchange({ method: 'GET', url: `${link.url}/return` });
    timeline = await patiently(async () => {
      const told = await timelineOf(link.paymentId);
      const isDone = JSON.stringify(told).includes('payment.paid was delivered');
      return isDone && ofKind(told.data, 'webhook').length > 0 ? told : undefined;
    });
  });

  const mailIsSent = ({ data }: TimelineDto) => ofKind(data, 'mail').some(({ data: { status } }) => status === 'sent');

  it('is told oldest first, from the creation on', () => {
    const times = timeline.data.map(({ at }) => at);

    expect(timeline).toMatchObject({ object: 'timeline', paymentId: link.paymentId });
    expect(times).toEqual(times.toSorted());
    expect(ofKind(timeline.data, 'event').map(({ data }) => data['type'])).toEqual([
      'payment.created',
      'payment.pending',
      'payment.paid',
    ]);
  });

  it('tells the try that another connection refused, and why', () => {
    const failures = ofKind(timeline.data, 'checkout').filter(({ data }) => data['failure']);

    expect(failures).toEqual([
      expect.objectContaining({
        text: expect.stringMatching(/^dojo made no checkout that could be used: .*401/),
        data: expect.objectContaining({
          connectionId: first.connection.id,
          failure: { code: 'misconfigured', message: expect.any(String) },
        }),
      }),
    ]);
  });

  it('tells what the provider said, by itself and when asked', () => {
    expect(ofKind(timeline.data, 'look')).toContainEqual(
      expect.objectContaining({
        data: expect.objectContaining({ outcome: 'paid', durationMs: expect.any(Number), times: expect.any(Number) }),
      }),
    );
    expect(ofKind(timeline.data, 'webhook')[0]).toMatchObject({
      text: expect.stringContaining('A webhook of dojo came'),
      data: { checkoutIds: [expect.stringMatching(/^chk_/)], providerEventId: expect.any(String) },
    });
  });

  it('tells of links, mails, and each delivery', () => {
    expect(ofKind(timeline.data, 'link')[0]).toMatchObject({ text: 'A link was made', data: { linkId: link.id } });
    expect(ofKind(timeline.data, 'mail').map(({ data }) => data['to'])).toEqual([
      'payer@example.com',
      'payer@example.com',
    ]);
    expect(ofKind(timeline.data, 'delivery')[0]).toMatchObject({
      text: 'payment.created was delivered',
      data: { attempt: 1, status: 204, deliveryId: expect.stringMatching(/^dlv_/) },
    });
  });

  it('holds no token, no key and no secret', () => {
    const text = JSON.stringify(timeline);

    expect(text).not.toContain(link.url.split('/').at(-1));
    expect(text).not.toMatch(/whsec_|sk_sandbox_|dln_sandbox_|http/);
  });

  it('is not shown to another mode', async () => {
    const liveKey = await world.addKey({ mode: 'live' });
    const answer = await new RestCalls(world).send('get', `/v1/payments/${link.paymentId}/timeline`, liveKey);

    expectProblem(answer, 404, 'not_found');
  });
});

describe('what comes next', () => {
  it('is the next look, the end of the link and the end of the payment, soonest first', async () => {
    const expiresAt = new Date(Date.now() + 100 * 86_400_000).toISOString();
    const payment = anOrder({ expiresAt });
    const link = await world.api.make<LinkDto>('/v1/links', { payment });
    await press(link);
    const { next } = await patiently(async () => {
      const told = await timelineOf(link.paymentId);
      return ofKind(told.next, 'delivery').length === 0 ? told : undefined;
    });

    expect(next.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'look: dojo is asked again',
      'expiry: The link ends',
      'expiry: The payment expires',
    ]);
    expect(next[2]!.at).toBe(expiresAt);
  });

  it('is nothing where nobody waits for anything', async () => {
    const payment = await world.api.make<PaymentDto>('/v1/payments', anOrder());
    await world.api.make(`/v1/payments/${payment.id}/cancel`);
    const { next } = await patiently(async () => {
      const told = await timelineOf(payment.id);
      return told.next.length === 0 ? told : undefined;
    });

    expect(next).toEqual([]);
  });

  it('is the next attempt of a delivery that fails', async () => {
    await world.api.make('/v1/webhook-endpoints', {
      url: `${world.simulator.url}/nowhere`,
      events: ['payment.created'],
    });
    const payment = await world.api.make<PaymentDto>('/v1/payments', anOrder({ reference: `INV-${randomUUID()}` }));
    const { data, next } = await patiently(async () => {
      const told = await timelineOf(payment.id);
      const isTried = JSON.stringify(told.data).includes('not delivered');
      return isTried && ofKind(told.next, 'delivery').length > 0 ? told : undefined;
    });

    expect(ofKind(data, 'delivery')).toContainEqual(
      expect.objectContaining({
        text: expect.stringContaining('payment.created was not delivered: The endpoint answered 404'),
      }),
    );
    expect(ofKind(next, 'delivery')[0]).toMatchObject({ text: 'payment.created is delivered' });
  });
});
