import { jest } from '@jest/globals';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { EndpointDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { Subscriber } from '../fixtures/subscriber.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let subscriber: Subscriber;

beforeAll(async () => {
  // After a failure the next attempt is an hour away: what comes sooner, comes because the endpoint was resumed.
  world = await DunlinWorld.running({
    DELIVERY_SCHEDULE: '0,3600,3600',
    ENDPOINT_WARN_SECONDS: '1',
    ENDPOINT_PAUSE_SECONDS: '2',
  });
});

beforeEach(async () => {
  subscriber = await Subscriber.join(world, { events: ['payment.created'] });
});

afterEach(() => subscriber.leave());
afterAll(() => world.close());

/** Payments of which the endpoint took no news, the last of them after it was paused for that. */
async function failUntilPaused(): Promise<PaymentDto[]> {
  const payments: PaymentDto[] = [];
  subscriber.break();
  await patiently(async () => {
    payments.push(await subscriber.happen());
    return (await subscriber.read()).status === 'paused' ? true : undefined;
  });
  subscriber.mend();
  return [...payments, await subscriber.happen()];
}

describe('an endpoint that was paused for failing', () => {
  it('gets in full what it missed when it is resumed, though the next attempts were hours away', async () => {
    const missed = await failUntilPaused();
    const paused = await subscriber.read();
    const before = subscriber.received.length;
    const resumed = await subscriber.act<EndpointDto>('resume');
    await Promise.all(missed.map((payment) => subscriber.accepted(payment)));

    expect(paused).toMatchObject({ pauseReason: 'failing', warnedAt: expect.any(String) });
    expect(Date.parse(paused.pausedAt!)).toBeGreaterThan(Date.parse(paused.failingSince!));
    expect(resumed).toMatchObject({ status: 'active', failingSince: null, warnedAt: null, pauseReason: null });
    expect(subscriber.received.slice(before)).toHaveLength(missed.length);
  });

  it('is told of its pause afterwards, like everybody else', async () => {
    await failUntilPaused();
    const told = await patiently(async () =>
      (await world.events()).find(({ type, data }) => {
        const { endpoint } = data as { endpoint?: { id: string } };
        return type === 'endpoint.paused' && endpoint?.id === subscriber.id;
      }),
    );

    expect(told.data).toMatchObject({ endpoint: { status: 'paused', pauseReason: 'failing' } });
  });
});

describe('an endpoint that fails and is still active', () => {
  it('gets at once what waits for its next attempt when it is resumed', async () => {
    subscriber.answers.push(503);
    const payment = await subscriber.happen();
    const { body: event } = await subscriber.came(payment);
    await subscriber.delivery(event.id, ({ attempts }) => attempts.length === 1);
    await subscriber.act('resume');
    const delivery = await subscriber.delivery(event.id, ({ status }) => status === 'delivered');

    expect(delivery.attempts.map(({ status }) => status)).toEqual([503, 200]);
    expect((await subscriber.read()).failingSince).toBeNull();
  });
});
