import { jest } from '@jest/globals';
import supertest from 'supertest';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

const PER_SECOND = 5;
const BURST = 2 * PER_SECOND;

let world: DunlinWorld;
let rest: RestCalls;
let otherUrl: string;

beforeAll(async () => {
  const env = { RATE_LIMIT_SANDBOX: String(PER_SECOND), RATE_LIMIT_LIVE: '0', RATE_LIMIT_ADDRESS: String(PER_SECOND) };
  world = await DunlinWorld.create();
  rest = new RestCalls(world);
  const port = String(await freePort());
  otherUrl = `http://127.0.0.1:${port}`;
  await Promise.all([world.start(env), world.start({ ...env, ROLE: 'api', PORT: port })]);
});

beforeEach(() => world.rows('DELETE FROM rate_limits'));

afterAll(() => world.close());

/** `count` calls at once, turn by turn at one process and the other. */
async function callBoth(count: number, key = world.sandboxKey): Promise<supertest.Response[]> {
  const urls = [world.url, otherUrl];
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      supertest(urls[index % 2]!)
        .get('/v1/payments')
        .auth(key, { type: 'bearer' }),
    ),
  );
}

describe('the limit of an account', () => {
  it('is shared by all processes: together they let one burst through, and what flows back meanwhile', async () => {
    const startedMs = performance.now();
    const answers = await callBoth(60);
    const seconds = (performance.now() - startedMs) / 1000;
    const granted = answers.filter(({ status }) => status === 200).length;

    expect(granted).toBeGreaterThanOrEqual(BURST);
    expect(granted).toBeLessThanOrEqual(BURST + Math.ceil(seconds * PER_SECOND));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(60 - granted);
  });

  it('is told on every answer, and what is left of it', async () => {
    const first = await rest.send('get', '/v1/payments');
    const second = await rest.send('get', '/v1/payments/pay_01h455vb4pex5vsknk084sn02q');
    const policies = [first, second].map(({ headers }) => headers['ratelimit-policy'] as string);

    expect(policies).toEqual(['"sandbox";q=10;w=2', '"sandbox";q=10;w=2']);
    expect(first.headers['ratelimit']).toBe('"sandbox";r=9;t=1');
    expect(second.status).toBe(404);
    expect(second.headers['ratelimit']).toMatch(/^"sandbox";r=[89];t=1$/);
  });

  it('is told, and taken from, where a body or an address is refused before any route is reached', async () => {
    const post = (body: string, type = 'application/json') =>
      rest.send('post', '/v1/payments').set('content-type', type).send(body);
    const answers = [
      await post('{"reference":'),
      await post(`{"reference":"${'x'.repeat(300_000)}"}`),
      await post('reference=1', 'text/plain'),
      await rest.send('get', '/v1/nothing'),
      await rest.send('delete', '/v1/payments'),
    ];
    const left = answers.map(({ headers }) => Number(/^"sandbox";r=(\d+);/.exec(headers['ratelimit'] as string)?.[1]));

    expect(answers.map(({ status }) => status)).toEqual([400, 413, 415, 404, 405]);
    expect(new Set(answers.map(({ headers }) => headers['ratelimit-policy']))).toEqual(new Set(['"sandbox";q=10;w=2']));
    expect(left[0]).toBe(9);
    // At five a second, as much as one flows back between two of these.
    expect(left.at(-1)).toBeLessThan(9);
  });

  it('costs a request that is refused before any route no less than others: 429', async () => {
    const broken = () => rest.send('post', '/v1/payments').set('content-type', 'application/json').send('{');
    const answers = await Promise.all(Array.from({ length: 40 }, broken));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400, 429]));
    expectProblem(
      answers.find(({ status }) => status === 429)!,
      429,
      'rate_limited',
    );
  });

  it('refuses with 429 and when to come back, and lets in whoever does', async () => {
    const refused = (await callBoth(40)).find(({ status }) => status === 429)!;

    expectProblem(refused, 429, 'rate_limited');
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.headers['ratelimit']).toBe('"sandbox";r=0;t=2');
    await patiently(async () => ((await rest.send('get', '/v1/payments')).status === 200 ? true : undefined), 5000);
  });

  it('does not use up an Idempotency-Key', async () => {
    const order = { reference: 'LIMITED-1', amount: { value: 1, currency: 'GBP' } };
    const create = () => rest.send('post', '/v1/payments').set('Idempotency-Key', 'limited-1').send(order);
    await callBoth(40);
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await create()).status));
    const final = await patiently(async () => {
      const answer = await create();
      return answer.status === 429 || answer.status === 409 ? undefined : answer;
    });

    expect(statuses).toContain(429);
    // No provider is connected here, so this is what the order itself is answered with; perhaps not for the first time.
    expect(final.status).toBe(422);
    expect(JSON.parse(final.text)).toMatchObject({ code: 'currency_not_supported' });
  });

  it('of one mode takes nothing from the other', async () => {
    const live = await world.addKey({ mode: 'live' });
    await callBoth(40);
    const answers = await callBoth(40, live);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers[0]!.headers['ratelimit']).toBeUndefined();
  });

  it('costs a key without the scope as well, and nobody whose key is wrong', async () => {
    const reader = await world.addKey({ scopes: ['settings:read'] });
    const forbidden = await rest.send('get', '/v1/payments', reader);
    expectProblem(forbidden, 403, 'forbidden');
    expect(forbidden.headers['ratelimit']).toBe('"sandbox";r=9;t=1');

    await rest.send('get', '/v1/payments', 'nonsense');
    expect((await rest.send('get', '/v1/payments', reader)).headers['ratelimit']).toMatch(/^"sandbox";r=[89];t=1$/);
  });
});

describe('the limit of an address', () => {
  it.each([
    ['get', '/v1/payments', 401],
    ['get', '/v1/nothing', 404],
    ['put', '/v1/payments', 405],
    ['get', '/nothing', 404],
    ['get', '/health/live', 200],
    ['get', '/openapi.json', 200],
    ['get', '/docs/errors', 200],
  ] as const)('is told to whoever calls %s %s without a key', async (method, path, status) => {
    const answer = await supertest(world.url)[method](path);

    expect(answer.status).toBe(status);
    expect(answer.headers['ratelimit-policy']).toBe('"address";q=10;w=2');
    expect(answer.headers['ratelimit']).toMatch(/^"address";r=\d+;t=[0-2]$/);
  });

  it('is told where a body without a key cannot be read', async () => {
    const answer = await supertest(world.url).post('/v1/payments').set('content-type', 'application/json').send('{');

    expectProblem(answer, 400, 'validation_failed');
    expect(answer.headers['ratelimit-policy']).toBe('"address";q=10;w=2');
  });

  const manyTimes = (count: number, path: string, key?: string) =>
    Promise.all(
      Array.from({ length: count }, () => {
        const call = supertest(world.url).get(path);
        return key === undefined ? call : call.auth(key, { type: 'bearer' });
      }),
    );

  it('stops whoever tries keys, and not who has one', async () => {
    const answers = await manyTimes(40, '/v1/payments', 'nonsense');
    const statuses = new Set(answers.map(({ status }) => status));

    expect(statuses).toEqual(new Set([401, 429]));
    expectProblem(
      answers.find(({ status }) => status === 429)!,
      429,
      'rate_limited',
    );
    expect((await rest.send('get', '/v1/payments')).status).toBe(200);
  });

  it('holds for payer pages, and not for probes', async () => {
    const pages = await manyTimes(40, `/l/${'x'.repeat(32)}`);
    const probes = await manyTimes(40, '/health/live');

    // None may be left from the test before: then all are refused.
    expect(pages.map(({ status }) => status)).toContain(429);
    expect(pages.filter(({ status }) => status !== 404 && status !== 429)).toEqual([]);
    expect(new Set(probes.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
