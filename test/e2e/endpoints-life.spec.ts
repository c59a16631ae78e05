import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { fromPublicId } from '../../src/common/ids.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { TimelineDto } from '../../src/timeline/dto/timeline.dto.js';
import type { PingedDto } from '../../src/webhooks/outgoing/dto/endpoint-actions.dto.js';
import type { EndpointDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { abandonAnswers } from '../fixtures/abandoned.answers.js';
import { Subscriber } from '../fixtures/subscriber.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let rest: RestCalls;
let subscriber: Subscriber;

beforeAll(async () => {
  // Given up after the second failure; nobody is paused for failing unless a test says so.
  world = await DunlinWorld.running({ DELIVERY_SCHEDULE: '0,0.2' });
  rest = new RestCalls(world);
});

beforeEach(async () => {
  subscriber = await Subscriber.join(world, { events: ['payment.created'] });
});

afterEach(async () => {
  await rest.send('delete', subscriber.path);
  await subscriber.leave();
});
afterAll(() => world.close());

const eventIdsOf = async (payments: readonly PaymentDto[]) => {
  const events = await world.events();
  return payments.map((payment) => events.find(({ data }) => data.payment?.id === payment.id)!.id);
};

/** It answers 410 to one event, whose payment is the answer, and is paused for that. */
async function pause(): Promise<PaymentDto> {
  subscriber.answers.push(410);
  const payment = await subscriber.happen();
  await subscriber.reaches('paused');
  return payment;
}

/** An event that the endpoint refused until it was given up. */
async function giveUp(): Promise<{ payment: PaymentDto; eventId: string }> {
  subscriber.break();
  const payment = await subscriber.happen();
  await subscriber.came(payment, 2);
  subscriber.mend();
  const [eventId] = await eventIdsOf([payment]);
  await subscriber.delivery(eventId!, ({ status }) => status === 'exhausted');
  return { payment, eventId: eventId! };
}

describe('testing an endpoint', () => {
  it('sends a ping there and to nobody else, whatever types the endpoint takes', async () => {
    const { eventId, endpointId } = await subscriber.act<PingedDto>('test');
    const delivery = await subscriber.delivery(eventId, ({ status }) => status === 'delivered');
    const marker = await subscriber.happen();
    await world.erp.waitFor(marker.reference, 'payment.created');

    expect(endpointId).toBe(subscriber.id);
    expect(delivery.attempts.map(({ status }) => status)).toEqual([200]);
    expect(subscriber.received[0]!.body).toMatchObject({ id: eventId, type: 'ping', data: { endpointId } });
    expect(world.erp.received.map(({ id }) => id)).not.toContain(eventId);
  });

  it('sends one ping for one key, also when the first answer was lost in a crash', async () => {
    const key = randomUUID();
    const send = () => rest.send('post', `${subscriber.path}/test`).set('Idempotency-Key', key);
    const first = await send();
    await abandonAnswers(world, key);
    const again = await send();
    const pings = await world.rows(`SELECT FROM events WHERE type = 'ping' AND data ->> 'endpointId' = $1`, [
      subscriber.id,
    ]);

    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.body).toEqual(first.body);
    expect(pings).toHaveLength(1);
  });

  it('is refused while the endpoint is paused, and says what to do', async () => {
    await pause();

    const refusal = await rest.send('post', `${subscriber.path}/test`);
    expect(expectProblem(refusal, 409, 'state_conflict').detail).toContain('Resume');
  });
});

describe('resuming an endpoint', () => {
  it('delivers all that happened during the pause, and what caused it', async () => {
    const payments = [await pause(), await subscriber.happen(), await subscriber.happen(), await subscriber.happen()];
    const ids = await eventIdsOf(payments);
    await Promise.all(ids.map((id) => subscriber.delivery(id, ({ status }) => status === 'paused')));
    const paused = await subscriber.read();
    const before = subscriber.ids.length;
    const resumed = await subscriber.act<EndpointDto>('resume');
    await Promise.all(ids.map((id) => subscriber.delivery(id, ({ status }) => status === 'delivered')));

    expect(paused).toMatchObject({ pauseReason: 'gone', pausedAt: expect.any(String) });
    expect(resumed).toMatchObject({ status: 'active', pauseReason: null, pausedAt: null, failingSince: null });
    expect(before).toBe(1);
    expect(subscriber.ids.slice(before).toSorted()).toEqual(ids.toSorted());
  });

  it('shows what waits as paused, and to the timeline since when', async () => {
    await pause();
    const payment = await subscriber.happen();
    const [eventId] = await eventIdsOf([payment]);
    const waiting = await subscriber.delivery(eventId!);
    const { pausedAt } = await subscriber.read();
    const { next } = await world.api.read<TimelineDto>(`/v1/payments/${payment.id}/timeline`);

    expect(waiting).toMatchObject({ status: 'paused', nextAttemptAt: null, attempts: [] });
    expect((await subscriber.deliveries('&status=paused')).map(({ id }) => id)).toContain(waiting.id);
    expect(await subscriber.deliveries('&status=due')).toEqual([]);
    expect(next.map(({ text }) => text)).toContain(`payment.created waits for its endpoint, paused since ${pausedAt}`);
  });

  it('tries again what was given up since the endpoint began to fail, and nothing from before', async () => {
    const old = await giveUp();
    await subscriber.came(await subscriber.happen());
    const missed = await giveUp();
    const { failingSince } = await subscriber.read();
    await subscriber.act('resume');
    const again = await subscriber.delivery(missed.eventId, ({ status }) => status === 'delivered');

    expect(failingSince).not.toBeNull();
    expect(again.attempts.map(({ number, status }) => [number, status])).toEqual([
      [1, 503],
      [2, 503],
      [3, 200],
    ]);
    expect((await subscriber.delivery(old.eventId)).status).toBe('exhausted');
    expect((await subscriber.read()).failingSince).toBeNull();
  });

  it('gives what it tries again the whole schedule once more', async () => {
    const { eventId } = await giveUp();
    subscriber.answers.push(503);
    await subscriber.act('resume');

    const delivery = await subscriber.delivery(eventId, ({ status }) => status === 'delivered');
    expect(delivery.attempts.map(({ status }) => status)).toEqual([503, 503, 503, 200]);
  });

  it('changes nothing for an endpoint that works, however often it is asked for', async () => {
    const payment = await subscriber.happen();
    await subscriber.came(payment);
    const [eventId] = await eventIdsOf([payment]);
    await subscriber.delivery(eventId!, ({ status }) => status === 'delivered');
    const resumed = await Promise.all([
      subscriber.act<EndpointDto>('resume'),
      subscriber.act<EndpointDto>('resume'),
      subscriber.act<EndpointDto>('resume'),
    ]);
    await subscriber.came(await subscriber.happen());

    expect(resumed.map(({ status }) => status)).toEqual(['active', 'active', 'active']);
    expect(subscriber.copiesOf(eventId!)).toBe(1);
  });

  it('is needed after the address was changed, too', async () => {
    await pause();
    const moved = await rest.send('patch', subscriber.path).send({ url: `${world.erp.url}/moved` });

    expect(moved.body).toMatchObject({ status: 'paused', pauseReason: 'gone' });
  });
});

describe('changing an endpoint', () => {
  const change = (body: object) => rest.send('patch', subscriber.path).send(body);

  it.each([{ url: null }, { url: '' }, { url: 7 }])('to %j is refused', async (body) => {
    const { errors } = expectProblem(await change(body), 400, 'validation_failed');

    expect(new Set(errors!.map(({ path }) => path))).toEqual(new Set(['url']));
  });

  it('leaves what is left out, and takes all types and no description for null', async () => {
    const described = await change({ description: 'till' });
    const cleared = await change({ events: null, description: null });

    expect(described.body).toMatchObject({ events: ['payment.created'], description: 'till' });
    expect(cleared.body).toMatchObject({ events: [], description: null, url: (described.body as EndpointDto).url });
  });
});

describe('removing an endpoint', () => {
  /** Of its deliveries. */
  const statuses = async () => {
    const id = fromPublicId('endpoint', subscriber.id);
    const rows = await world.rows<{ status: string }>('SELECT status FROM deliveries WHERE endpoint_id = $1', [id]);
    return rows.map(({ status }) => status);
  };

  it('that is paused ends what waits for it', async () => {
    await pause();
    const removed = await rest.send('delete', subscriber.path);

    expect(removed.status).toBe(204);
    expect(await statuses()).toEqual(['exhausted']);
    expectProblem(await rest.send('post', `${subscriber.path}/resume`), 404, 'not_found');
  });

  it('that is being delivered to leaves nothing to be tried again', async () => {
    const release = subscriber.hold();
    subscriber.answers.push(503);
    await subscriber.came(await subscriber.happen());
    await rest.send('delete', subscriber.path);
    release();
    const later = await subscriber.happen();
    await world.erp.waitFor(later.reference, 'payment.created');

    expect(subscriber.received).toHaveLength(1);
    expect(await statuses()).toEqual(['exhausted']);
  });
});
