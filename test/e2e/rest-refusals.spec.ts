import { jest } from '@jest/globals';
import supertest from 'supertest';
import { DunlinWorld } from '../support/dunlin.world.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
});

afterAll(() => world.close());

describe('every refusal is a problem', () => {
  const post = (body: string, type = 'application/json') =>
    rest.send('post', '/v1/payments').set('content-type', type).send(body);

  it.each([
    ['JSON that ends early', '{"reference":'],
    ['a text', '"reference"'],
    ['an empty body', ''],
    ['a list', '[]'],
    ['null', 'null'],
  ])('a body that is %s', async (_, body) => {
    expectProblem(await post(body), 400, 'validation_failed');
  });

  it('JSON nested ten thousand deep', async () => {
    const deep = `{"metadata":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;

    expectProblem(await post(deep), 400, 'validation_failed');
  });

  it('an address that is nobody’s, with and without a key', async () => {
    expectProblem(await rest.send('get', '/v1/nothing'), 404, 'not_found');
    expectProblem(await supertest(world.url).get('/nothing'), 404, 'not_found');
    expectProblem(await rest.send('get', '/v1/payments/..%2f..%2fetc'), 404, 'not_found');
  });

  it('a body of another media type or character set', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16']) {
      expectProblem(await post(JSON.stringify(anOrder()), type), 415, 'unsupported_media_type');
    }
  });

  it('a body that is too large', async () => {
    const order = anOrder({ metadata: { note: 'x'.repeat(300_000) } });

    expectProblem(await post(JSON.stringify(order)), 413, 'payload_too_large');
  });

  it('an id of another kind, of another account’s shape, or of nothing', async () => {
    const ids = ['lnk_01h455vb4pex5vsknk084sn02q', 'pay_01h455vb4pex5vsknk084sn02q', 'pay_x', '1', '%00'];
    for (const id of ids) expectProblem(await rest.send('get', `/v1/payments/${id}`), 404, 'not_found');
  });
});

describe('a wrong request', () => {
  it('is told every wrong path at once, unknown fields included', async () => {
    const answer = await rest.send('post', '/v1/payments').send({
      reference: '',
      amount: { value: '1000', currency: 'gbp', exponent: 2 },
      customer: { email: 'Payer <payer@example.com>', phone: '020 7946 0000' },
      items: [{ description: 7, amount: { value: 0, currency: 'GBP' } }],
      returnUrl: 'http://erp.example.com',
      expiresAt: '2030-02-30T00:00:00Z',
      metadata: { count: 7 },
      colour: 'green',
    });
    const paths = expectProblem(answer, 400, 'validation_failed').errors!.map(({ path }) => path);

    expect([...new Set(paths)].sort()).toEqual([
      'amount.currency',
      'amount.exponent',
      'amount.value',
      'colour',
      'customer.email',
      'customer.phone',
      'expiresAt',
      'items.0.amount.value',
      'items.0.description',
      'metadata',
      'reference',
      'returnUrl',
    ]);
  });

  it.each([
    ['NUL', 'a\u0000b'],
    ['half a character', 'a\ud800b'],
  ])('is told that %s is no text', async (_, text) => {
    const answers = [
      await rest.send('post', '/v1/payments').send(anOrder({ description: text })),
      await rest.send('post', '/v1/payments').send(anOrder({ metadata: { note: text } })),
      await rest.send('post', '/v1/payments').send(anOrder({ customer: { name: text } })),
    ];

    const paths = answers.map((answer) => expectProblem(answer, 400, 'validation_failed').errors![0]!.path);
    expect(paths).toEqual(['description', 'metadata', 'customer.name']);
  });

  it('cannot reach a prototype', async () => {
    const order = JSON.stringify(anOrder());
    const polluted = [
      `${order.slice(0, -1)},"__proto__":{"isAdmin":true}}`,
      `${order.slice(0, -1)},"constructor":{"prototype":{"isAdmin":true}}}`,
      order.replace('"value":1050', '"value":1050,"__proto__":{"isAdmin":true}'),
    ];
    for (const body of polluted) {
      const answer = await rest.send('post', '/v1/payments').set('content-type', 'application/json').send(body);
      expectProblem(answer, 400, 'validation_failed');
    }
    const { body } = await rest.send('post', '/v1/payments').send(anOrder());
    expect(body).not.toHaveProperty('isAdmin');
  });

  it.each([0, -1, 1.5, 1e300, 100_000_000_000, true, null, [1], { value: 1 }])(
    'is told that %p is no amount',
    async (value) => {
      const answer = await rest.send('post', '/v1/payments').send(anOrder({ amount: { value, currency: 'GBP' } }));

      const paths = expectProblem(answer, 400, 'validation_failed').errors!.map(({ path }) => path);
      expect(new Set(paths)).toEqual(new Set(['amount.value']));
    },
  );

  it('is told of a currency that no connection takes', async () => {
    const answer = await rest.send('post', '/v1/payments').send(anOrder({ amount: { value: 1, currency: 'KWD' } }));

    expectProblem(answer, 422, 'currency_not_supported');
  });

  it('is told of items that do not sum to the amount', async () => {
    const items = [{ description: 'Meals', amount: { value: 1000, currency: 'GBP' } }];
    const answer = await rest.send('post', '/v1/payments').send(anOrder({ items }));

    expect(expectProblem(answer, 400, 'validation_failed').errors).toMatchObject([{ path: 'items', code: 'sum' }]);
  });
});

describe('Request-Id', () => {
  it('is the caller’s if it is a sane one, else a new one', async () => {
    const sane = await rest.send('get', '/v1/payments').set('Request-Id', 'erp-2026-11-20.42');
    const insane = await rest.send('get', '/v1/payments').set('Request-Id', 'x y\tz');

    expect(sane.headers['request-id']).toBe('erp-2026-11-20.42');
    expect(insane.headers['request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});
