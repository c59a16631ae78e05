import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { fromPublicId } from '../../src/common/ids.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { DeliveryDto } from '../../src/webhooks/outgoing/dto/delivery.dto.js';
import type { ReplayedDto } from '../../src/webhooks/outgoing/dto/endpoint-actions.dto.js';
import { Subscriber } from '../fixtures/subscriber.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import type { ReceivedEvent } from '../support/erp.receiver.js';
import { patiently } from '../support/patiently.js';
import { expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let rest: RestCalls;
let subscriber: Subscriber;

beforeAll(async () => {
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

/** The event of a new payment, and its delivery to the subscriber, who took it. */
async function deliver(): Promise<{ event: ReceivedEvent; delivery: DeliveryDto }> {
  const { body: event } = await subscriber.came(await subscriber.happen());
  return { event, delivery: await subscriber.delivery(event.id, ({ status }) => status === 'delivered') };
}

const retry = (id: string, key: string = randomUUID()) =>
  rest.send('post', `/v1/deliveries/${id}/retry`).set('Idempotency-Key', key);

const copies = (eventId: string, count: number) =>
  patiently(() => (subscriber.copiesOf(eventId) >= count ? true : undefined));

async function createdEventOf(payment: PaymentDto): Promise<ReceivedEvent> {
  return world.erp.waitFor(payment.reference, 'payment.created');
}

describe('retrying a delivery', () => {
  it('delivers once more what was delivered', async () => {
    const { event, delivery } = await deliver();
    const answer = await retry(delivery.id);
    const again = await subscriber.delivery(event.id, ({ attempts }) => attempts.length === 2);

    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id: delivery.id, object: 'delivery', eventId: event.id });
    expect(again).toMatchObject({ status: 'delivered', attempts: [{ number: 1 }, { number: 2 }] });
    expect(subscriber.copiesOf(event.id)).toBe(2);
  });

  it('gives what was given up the whole schedule again', async () => {
    subscriber.answers.push(500, 500, 500);
    const { body: event } = await subscriber.came(await subscriber.happen(), 2);
    const { id } = await subscriber.delivery(event.id, ({ status }) => status === 'exhausted');
    await retry(id);
    const delivered = await subscriber.delivery(event.id, ({ status }) => status === 'delivered');

    expect(delivered.attempts.map(({ status }) => status)).toEqual([500, 500, 500, 200]);
  });

  it('sends what could not be signed, which is on record, as soon as the secrets can be opened again', async () => {
    const setSecrets = (value: string) =>
      world.rows<{ secrets: string }>(
        `UPDATE endpoints e SET secrets = $2 FROM (SELECT id, secrets FROM endpoints WHERE id = $1) former
         WHERE e.id = former.id RETURNING former.secrets`,
        [fromPublicId('endpoint', subscriber.id), value],
      );
    const [sealed] = await setSecrets('v1.k9.of-another-key-ring');
    const { reference } = await subscriber.happen();
    const event = await world.erp.waitFor(reference, 'payment.created');
    const exhausted = await subscriber.delivery(event.id, ({ status }) => status === 'exhausted');
    await setSecrets(sealed!.secrets);
    await retry(exhausted.id);
    const delivered = await subscriber.delivery(event.id, ({ status }) => status === 'delivered');

    expect(exhausted.attempts[0]).toMatchObject({
      status: null,
      error: expect.stringContaining('could not be prepared'),
    });
    expect(delivered.attempts.at(-1)).toMatchObject({ status: 200, error: null });
    expect(subscriber.copiesOf(event.id)).toBe(1);
  });

  it('is done once for one key', async () => {
    const { event, delivery } = await deliver();
    const key = randomUUID();
    const [first, again] = [await retry(delivery.id, key), await retry(delivery.id, key)];
    await subscriber.delivery(event.id, ({ attempts }) => attempts.length === 2);
    await deliver();

    expect(again.text).toBe(first.text);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(subscriber.copiesOf(event.id)).toBe(2);
  });

  it('goes before an attempt that is under way: that one is not noted', async () => {
    const release = subscriber.hold();
    const { body: event } = await subscriber.came(await subscriber.happen());
    const underWay = await subscriber.delivery(event.id);
    await retry(underWay.id);
    await copies(event.id, 2);
    release();
    const delivered = await subscriber.delivery(event.id, ({ status }) => status === 'delivered');
    await deliver();

    expect(delivered.attempts.map(({ number, status }) => [number, status])).toEqual([[1, 200]]);
    expect(subscriber.copiesOf(event.id)).toBe(2);
  });

  it('is refused while the endpoint is paused, and when it was removed', async () => {
    const { delivery } = await deliver();
    subscriber.answers.push(410);
    await subscriber.happen();
    await subscriber.reaches('paused');
    const whilePaused = await retry(delivery.id);
    await rest.send('delete', subscriber.path);
    const afterRemoval = await retry(delivery.id);

    expect(expectProblem(whilePaused, 409, 'state_conflict').detail).toContain('Resume');
    expect(expectProblem(afterRemoval, 409, 'state_conflict').detail).toContain('removed');
    expect((await rest.send('get', `/v1/deliveries/${delivery.id}`)).body).toMatchObject({ status: 'delivered' });
  });
});

describe('a delivery that was retried without end', () => {
  it('shows its newest hundred attempts, by itself and in the list', async () => {
    const { event, delivery } = await deliver();
    const id = fromPublicId('delivery', delivery.id);
    await world.rows(
      `INSERT INTO delivery_attempts SELECT account_id, mode, delivery_id, n, at, status, error, duration_ms, response
       FROM delivery_attempts, generate_series(2, 250) n WHERE delivery_id = $1`,
      [id],
    );
    await world.rows('UPDATE deliveries SET attempts = 250 WHERE id = $1', [id]);
    const alone = (await rest.send('get', `/v1/deliveries/${delivery.id}`)).body as DeliveryDto;
    const [listed] = await subscriber.deliveries(`&eventId=${event.id}`);

    const newest = Array.from({ length: 100 }, (_, index) => index + 151);
    expect(alone.attempts.map(({ number }) => number)).toEqual(newest);
    expect(listed!.attempts.map(({ number }) => number)).toEqual(newest);
    expect([alone.attempts[0]!.response, listed!.attempts[0]!.response]).toEqual([expect.any(String), null]);
  });
});

describe('replaying events', () => {
  const replay = (body: object) => subscriber.act<ReplayedDto>('replay', body);

  it('delivers a range once more, and nothing before or after it', async () => {
    const events = [await deliver(), await deliver(), await deliver(), await deliver()].map(({ event }) => event);
    const range = { fromSequence: events[1]!.sequence, toSequence: events[2]!.sequence };
    const replayed = await replay(range);
    await Promise.all([copies(events[1]!.id, 2), copies(events[2]!.id, 2)]);
    await deliver();

    expect(replayed).toEqual({ deliveries: 2, nextSequence: null });
    expect(events.map(({ id }) => subscriber.copiesOf(id))).toEqual([1, 2, 2, 1]);
  });

  it('reaches back to before the endpoint was made, for the types that it takes', async () => {
    const [, newcomer] = [await deliver(), await Subscriber.join(world, { events: ['payment.created'] })];
    const wanted = (await world.events()).filter(({ type }) => type === 'payment.created');
    const { deliveries, nextSequence } = await newcomer.act<ReplayedDto>('replay', { fromSequence: 1 });
    await patiently(() => (newcomer.ids.length >= wanted.length ? true : undefined));

    expect({ deliveries, nextSequence }).toEqual({ deliveries: wanted.length, nextSequence: null });
    expect(newcomer.ids.toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
    await rest.send('delete', newcomer.path);
    await newcomer.leave();
  });

  it('is done once for one key', async () => {
    const { event } = await deliver();
    const key = randomUUID();
    const send = () =>
      rest.send('post', `${subscriber.path}/replay`).set('Idempotency-Key', key).send({ fromSequence: event.sequence });
    const [first, again] = [await send(), await send()];
    await copies(event.id, 2);
    await deliver();

    expect([first.status, again.text]).toEqual([202, first.text]);
    expect(subscriber.copiesOf(event.id)).toBe(2);
  });

  it('loses nothing and doubles no attempt while deliveries are under way', async () => {
    const release = subscriber.hold();
    const payments = await Promise.all(Array.from({ length: 12 }, () => subscriber.happen()));
    const events = await Promise.all(payments.map(createdEventOf));
    const fromSequence = Math.min(...events.map(({ sequence }) => sequence));
    await Promise.all(payments.map((payment) => subscriber.came(payment)));
    const [first, second] = [await replay({ fromSequence }), await replay({ fromSequence })];
    release();
    const delivered = await Promise.all(
      events.map(({ id }) => subscriber.delivery(id, ({ status }) => status === 'delivered')),
    );

    expect([first.deliveries, second.deliveries]).toEqual([12, 12]);
    expect(delivered.map(({ attempts }) => attempts.map(({ number }) => number))).toEqual(events.map(() => [1]));
  });

  it('waits while the endpoint is paused, and flows when it is resumed', async () => {
    const { event } = await deliver();
    subscriber.answers.push(410);
    await subscriber.happen();
    await subscriber.reaches('paused');
    await replay({ fromSequence: event.sequence, toSequence: event.sequence });
    const waiting = await subscriber.delivery(event.id);
    await subscriber.act('resume');
    await copies(event.id, 2);

    expect(waiting).toMatchObject({ status: 'paused', deliveredAt: null });
  });

  it('of what has not happened yet is nothing', async () => {
    expect(await replay({ fromSequence: 900_000_000 })).toEqual({ deliveries: 0, nextSequence: null });
  });

  it.each([
    [{}, 'fromSequence'],
    [{ fromSequence: 0 }, 'fromSequence'],
    [{ fromSequence: 5, toSequence: 4 }, 'toSequence'],
    [{ fromSequence: '5' }, 'fromSequence'],
  ])('refuses the range %j', async (body, path) => {
    const refusal = await rest.send('post', `${subscriber.path}/replay`).send(body);

    expect(expectProblem(refusal, 400, 'validation_failed').errors!.map((error) => error.path)).toContain(path);
  });
});
