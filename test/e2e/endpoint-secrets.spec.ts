import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import type { CreatedEndpointDto, EndpointDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { abandonAnswers } from '../fixtures/abandoned.answers.js';
import { Subscriber } from '../fixtures/subscriber.js';
import type { ReceivedWebhook } from '../simulator/support/webhook.receiver.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let rest: RestCalls;
let subscriber: Subscriber;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
});

beforeEach(async () => {
  subscriber = await Subscriber.join(world, { events: ['payment.created'] });
});

afterEach(() => subscriber.leave());
afterAll(() => world.close());

const rotate = (body: object = {}) => subscriber.act<CreatedEndpointDto>('rotate-secret', body);

async function nextMessage(): Promise<ReceivedWebhook<object>> {
  return subscriber.came(await subscriber.happen());
}

/** Whether the public libraries, both of which throw at a forgery, believe the message under that secret. */
function isBelieved({ raw, headers }: ReceivedWebhook<object>, secret: string): boolean[] {
  return [new StandardWebhook(secret), new SvixWebhook(secret)].map((library) => {
    try {
      library.verify(raw, headers as Record<string, string>);
      return true;
    } catch {
      return false;
    }
  });
}

const hoursUntil = (instant: string | null) => (Date.parse(instant!) - Date.now()) / 3_600_000;

describe('rotating a signing secret', () => {
  it('lets the public libraries verify with the old and with the new one for a day', async () => {
    const { secret, secretOverlapUntil } = await rotate();
    const message = await nextMessage();

    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(secret).not.toBe(subscriber.secret);
    expect(isBelieved(message, secret)).toEqual([true, true]);
    expect(isBelieved(message, subscriber.secret)).toEqual([true, true]);
    expect(hoursUntil(secretOverlapUntil)).toBeCloseTo(24, 1);
  });

  it('ends every former one at once when there is no overlap, also those that overlapped', async () => {
    const first = await rotate({ overlapHours: 168 });
    const second = await rotate({ overlapHours: 0 });
    const message = await nextMessage();

    expect(isBelieved(message, second.secret)).toEqual([true, true]);
    expect(isBelieved(message, first.secret)).toEqual([false, false]);
    expect(isBelieved(message, subscriber.secret)).toEqual([false, false]);
    expect(String(message.headers['webhook-signature']).split(' ')).toHaveLength(1);
    expect(second.secretOverlapUntil).toBeNull();
  });

  it('shows the secret once, and the end of the overlap whenever it is read', async () => {
    const { secret, ...shown } = await rotate({ overlapHours: 2 });

    expect(await subscriber.read()).toEqual(shown satisfies EndpointDto);
    expect((await rest.send('get', '/v1/webhook-endpoints?limit=100')).text).not.toContain(secret);
  });

  it('answers the same secret to a repeated request, and after a crash before the answer was kept', async () => {
    const key = randomUUID();
    const send = () => rest.send('post', `${subscriber.path}/rotate-secret`).set('Idempotency-Key', key).send({});
    const [first, again] = [await send(), await send()];
    await abandonAnswers(world, key);
    const afterCrash = await send();
    const message = await nextMessage();

    expect([first.status, again.text]).toEqual([200, first.text]);
    expect((afterCrash.body as CreatedEndpointDto).secret).toBe((first.body as CreatedEndpointDto).secret);
    expect(String(message.headers['webhook-signature']).split(' ')).toHaveLength(2);
  });

  it('is refused while five sign, until one ends or a shorter overlap makes room', async () => {
    for (let rotation = 1; rotation < 5; rotation += 1) await rotate({ overlapHours: 1 });
    const refusal = await rest.send('post', `${subscriber.path}/rotate-secret`).send({ overlapHours: 168 });

    expect(expectProblem(refusal, 409, 'state_conflict').detail).toContain('0 hours');
    expect((await rotate({ overlapHours: 0 })).secretOverlapUntil).toBeNull();
  });

  it.each([[-1], [169], [1.5], ['24']])('refuses an overlap of %j hours', async (overlapHours) => {
    const refusal = await rest.send('post', `${subscriber.path}/rotate-secret`).send({ overlapHours });

    expect(expectProblem(refusal, 400, 'validation_failed').errors!.map(({ path }) => path)).toContain('overlapHours');
  });
});
