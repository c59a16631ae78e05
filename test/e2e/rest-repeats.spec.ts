import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
});

afterAll(() => world.close());

describe('an Idempotency-Key', () => {
  const create = (key: string, order: object) =>
    rest.send('post', '/v1/payments').set('Idempotency-Key', key).send(order);

  it('gets the first answer again, byte for byte, also a refusal', async () => {
    const [order, key] = [anOrder(), randomUUID()];
    const first = await create(key, order);
    const again = await create(`"${key}"`, order);
    const refusal = randomUUID();
    const unsupported = anOrder({ amount: { value: 1, currency: 'KWD' } });
    const refused = await create(refusal, unsupported);
    const refusedAgain = await create(refusal, unsupported);

    expect(first.status).toBe(201);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(refusedAgain.text).toBe(refused.text);
    expect(refusedAgain.headers['content-type']).toBe(refused.headers['content-type']);
  });

  it('lets one of many concurrent twins execute; the others wait or get the same answer', async () => {
    const [order, key] = [anOrder(), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(key, order)));
    const created = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ status }) => status === 409);

    expect(created.length).toBeGreaterThanOrEqual(1);
    expect(created.length + waiting.length).toBe(20);
    expect(new Set(created.map(({ text }) => text)).size).toBe(1);
    for (const answer of waiting) {
      expectProblem(answer, 409, 'idempotency_in_progress');
      expect(answer.headers['retry-after']).toBe('1');
    }
    const { data } = await world.api.read<{ data: object[] }>(`/v1/payments?reference=${String(order['reference'])}`);
    expect(data).toHaveLength(1);
  });

  it('belongs to one request: another body is refused', async () => {
    const [order, key] = [anOrder(), randomUUID()];
    await create(key, order);

    expectProblem(await create(key, { ...order, description: 'other' }), 422, 'idempotency_key_reused');
  });

  it('does not care how the same JSON is written', async () => {
    const key = randomUUID();
    const reference = `INV-${randomUUID()}`;
    const first = await create(key, { reference, amount: { value: 5, currency: 'GBP' } });
    const again = await create(key, { amount: { currency: 'GBP', value: 5 }, reference });

    expect(again.text).toBe(first.text);
  });

  it('is free again after a request that was not even valid', async () => {
    const key = randomUUID();
    expectProblem(await create(key, anOrder({ amount: { value: 0, currency: 'GBP' } })), 400, 'validation_failed');

    expect((await create(key, anOrder())).status).toBe(201);
  });

  it('must be printable ASCII of at most 255 characters', async () => {
    for (const key of ['', 'x'.repeat(256), 'schlüssel']) {
      const problem = expectProblem(await create(key, anOrder()), 400, 'validation_failed');
      expect(problem.errors).toMatchObject([{ path: 'Idempotency-Key' }]);
    }
  });
});

describe('a try that dies after its commit and before its answer', () => {
  const tries = [
    ['/v1/payments', () => anOrder()],
    ['/v1/links', () => ({ payment: anOrder(), send: { to: 'payer@example.com' } })],
  ] as const;
  const post = (path: string, body: object, key: string) =>
    rest.send('post', path).set('Idempotency-Key', key).send(body);

  it.each(tries)(
    'of POST %s has its retry answered 201 as it would have been, and only another key 200',
    async (path, bodyOf) => {
      const [body, key] = [bodyOf(), randomUUID()];
      await refuseAnswers();
      const lost = await post(path, body, key);
      await keepAnswers();
      const retried = await patiently(async () => {
        const answer = await post(path, body, key);
        // The dead try holds the key until its lease is over.
        return answer.status === 409 ? undefined : answer;
      });
      const replayed = await post(path, body, key);
      const another = await post(path, body, randomUUID());
      const { id } = retried.body as { id: string };

      expect([lost.status, retried.status, replayed.status, another.status]).toEqual([500, 201, 201, 200]);
      expect(replayed.text).toBe(retried.text);
      expect((another.body as { id: string }).id).toBe(id);
    },
  );

  /** From here on no answer can be kept: the work is committed, and the request fails behind it. */
  async function refuseAnswers(): Promise<void> {
    await world.rows(
      `CREATE FUNCTION refuse_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no answers'; END $$`,
    );
    await world.rows(
      `CREATE TRIGGER refuse_answer BEFORE UPDATE OF answer_status ON idempotency_keys EXECUTE FUNCTION refuse_answer()`,
    );
  }

  async function keepAnswers(): Promise<void> {
    await world.rows('DROP FUNCTION refuse_answer CASCADE');
  }
});

describe('a reference', () => {
  it('names one payment: the same content answers 200, 30 times at once', async () => {
    const order = anOrder({ description: 'Autumn term' });
    const answers = await Promise.all(Array.from({ length: 30 }, () => rest.send('post', '/v1/payments').send(order)));
    const bodies = answers.map(({ body }) => body as PaymentDto);

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(29);
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(1);
  });

  it('names one payment: other content is refused, and told where it differs', async () => {
    const order = anOrder({ description: 'Autumn term' });
    await rest.send('post', '/v1/payments').send(order);
    const other = { ...order, amount: { value: 1051, currency: 'GBP' }, description: 'Spring term' };
    const problem = expectProblem(await rest.send('post', '/v1/payments').send(other), 409, 'reference_conflict');

    expect(problem.errors!.map(({ path }) => path).sort()).toEqual(['amount', 'description']);
  });

  it('makes a repeated link the same link, and mails it once', async () => {
    const order = { payment: anOrder(), send: { to: 'once@example.com' } };
    const first = await rest.send('post', '/v1/links').send(order);
    const again = await rest.send('post', '/v1/links').send(order);

    expect([first.status, again.status]).toEqual([201, 200]);
    const [one, other] = [first.body as LinkDto, again.body as LinkDto];
    expect(other.url).toBe(one.url);
    expect(other.notifications.map(({ id }) => id)).toEqual(one.notifications.map(({ id }) => id));
  });
});
