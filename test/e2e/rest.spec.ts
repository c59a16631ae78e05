import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import supertest from 'supertest';
import type { Problem } from '../../src/common/problem.js';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';

jest.setTimeout(60_000);

let world: DunlinWorld;

beforeAll(async () => {
  world = await DunlinWorld.running();
});

afterAll(() => world.close());

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** A call under the first key. */
function call(method: Method, path: string) {
  return supertest(world.url)[method](path).auth(world.sandboxKey, { type: 'bearer' });
}

function anOrder(changes: object = {}): Record<string, unknown> {
  return { reference: `INV-${randomUUID()}`, amount: { value: 1050, currency: 'GBP' }, ...changes };
}

function expectProblem(answer: supertest.Response, status: number, code: string): Problem {
  const problem = JSON.parse(answer.text) as Problem;
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(problem).toMatchObject({ status, code, type: `${world.url}/docs/errors#${code}` });
  expect(problem.requestId).toBe(answer.headers['request-id']);
  return problem;
}

describe('every refusal is a problem', () => {
  const post = (body: string, type = 'application/json') =>
    call('post', '/v1/payments').set('content-type', type).send(body);

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
    expectProblem(await call('get', '/v1/nothing'), 404, 'not_found');
    expectProblem(await supertest(world.url).get('/nothing'), 404, 'not_found');
    expectProblem(await call('get', '/v1/payments/..%2f..%2fetc'), 404, 'not_found');
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
    for (const id of ids) expectProblem(await call('get', `/v1/payments/${id}`), 404, 'not_found');
  });
});

describe('a wrong request', () => {
  it('is told every wrong path at once, unknown fields included', async () => {
    const answer = await call('post', '/v1/payments').send({
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
      await call('post', '/v1/payments').send(anOrder({ description: text })),
      await call('post', '/v1/payments').send(anOrder({ metadata: { note: text } })),
      await call('post', '/v1/payments').send(anOrder({ customer: { name: text } })),
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
      const answer = await call('post', '/v1/payments').set('content-type', 'application/json').send(body);
      expectProblem(answer, 400, 'validation_failed');
    }
    const { body } = await call('post', '/v1/payments').send(anOrder());
    expect(body).not.toHaveProperty('isAdmin');
  });

  it.each([0, -1, 1.5, 1e300, 100_000_000_000, true, null, [1], { value: 1 }])(
    'is told that %p is no amount',
    async (value) => {
      const answer = await call('post', '/v1/payments').send(anOrder({ amount: { value, currency: 'GBP' } }));

      const paths = expectProblem(answer, 400, 'validation_failed').errors!.map(({ path }) => path);
      expect(new Set(paths)).toEqual(new Set(['amount.value']));
    },
  );

  it('is told of a currency that no connection takes', async () => {
    const answer = await call('post', '/v1/payments').send(anOrder({ amount: { value: 1, currency: 'KWD' } }));

    expectProblem(answer, 422, 'currency_not_supported');
  });

  it('is told of items that do not sum to the amount', async () => {
    const items = [{ description: 'Meals', amount: { value: 1000, currency: 'GBP' } }];
    const answer = await call('post', '/v1/payments').send(anOrder({ items }));

    expect(expectProblem(answer, 400, 'validation_failed').errors).toMatchObject([{ path: 'items', code: 'sum' }]);
  });
});

describe('Request-Id', () => {
  it('is the caller’s if it is a sane one, else a new one', async () => {
    const sane = await call('get', '/v1/payments').set('Request-Id', 'erp-2026-11-20.42');
    const insane = await call('get', '/v1/payments').set('Request-Id', 'x y\tz');

    expect(sane.headers['request-id']).toBe('erp-2026-11-20.42');
    expect(insane.headers['request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a key', () => {
  it('is needed, whole, and known', async () => {
    const typo = world.sandboxKey.slice(0, -1) + (world.sandboxKey.endsWith('0') ? '1' : '0');
    const unknown = await world.addKey();
    await world.rows(`DELETE FROM api_keys WHERE name = 'Test'`);
    const attempts = [undefined, `Bearer ${typo}`, `Bearer ${unknown}`, 'Bearer', `Digest ${world.sandboxKey}`];
    for (const authorization of attempts) {
      const request = supertest(world.url).get('/v1/payments');
      const answer = await (authorization === undefined ? request : request.set('authorization', authorization));
      expectProblem(answer, 401, 'unauthenticated');
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="dunlin"');
      expect(answer.text).not.toContain(typo.slice(12));
    }
  });

  it('may come as the user name of HTTP Basic, with an empty password only', async () => {
    const basic = (password: string) => supertest(world.url).get('/v1/payments').auth(world.sandboxKey, password);

    expect((await basic('')).status).toBe(200);
    expectProblem(await basic('secret'), 401, 'unauthenticated');
  });

  it('is refused once it is revoked or has expired', async () => {
    for (const column of ['revoked_at', 'expires_at']) {
      const key = await world.addKey();
      const call = () => supertest(world.url).get('/v1/payments').auth(key, { type: 'bearer' });
      const before = await call();
      await world.rows(`UPDATE api_keys SET ${column} = now() - interval '1 second' WHERE name = 'Test'`);
      expect(before.status).toBe(200);
      expectProblem(await call(), 401, 'unauthenticated');
    }
  });

  it('of live mode sees nothing of sandbox', async () => {
    const { body: payment } = await call('post', '/v1/payments').send(anOrder());
    const live = await world.addKey({ mode: 'live' });
    const read = (path: string) => supertest(world.url).get(path).auth(live, { type: 'bearer' });

    expectProblem(await read(`/v1/payments/${(payment as PaymentDto).id}`), 404, 'not_found');
    expect((await read('/v1/payments')).body).toMatchObject({ data: [] });
    expect((await read('/v1/events')).body).toMatchObject({ data: [], lastSequence: 0 });
    expect((await read('/v1/connections')).body).toMatchObject({ data: [] });
  });

  it('does only what its scopes say', async () => {
    const reader = await world.addKey({ scopes: ['payments:read'] });
    const as = (method: Method, path: string) => supertest(world.url)[method](path).auth(reader, { type: 'bearer' });

    expect((await as('get', '/v1/payments')).status).toBe(200);
    const refused = expectProblem(await as('post', '/v1/payments').send(anOrder()), 403, 'forbidden');
    expect(refused.detail).toContain('payments:write');
    expectProblem(await as('get', '/v1/connections'), 403, 'forbidden');
    expectProblem(await as('post', '/v1/webhook-endpoints').send({ url: world.erp.url }), 403, 'forbidden');
  });
});

describe('an Idempotency-Key', () => {
  const create = (key: string, order: object) => call('post', '/v1/payments').set('Idempotency-Key', key).send(order);

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

describe('a reference', () => {
  it('names one payment: the same content answers 200, 30 times at once', async () => {
    const order = anOrder({ description: 'Autumn term' });
    const answers = await Promise.all(Array.from({ length: 30 }, () => call('post', '/v1/payments').send(order)));
    const bodies = answers.map(({ body }) => body as PaymentDto);

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(29);
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(1);
  });

  it('names one payment: other content is refused, and told where it differs', async () => {
    const order = anOrder({ description: 'Autumn term' });
    await call('post', '/v1/payments').send(order);
    const other = { ...order, amount: { value: 1051, currency: 'GBP' }, description: 'Spring term' };
    const problem = expectProblem(await call('post', '/v1/payments').send(other), 409, 'reference_conflict');

    expect(problem.errors!.map(({ path }) => path).sort()).toEqual(['amount', 'description']);
  });

  it('makes a repeated link the same link, and mails it once', async () => {
    const order = { payment: anOrder(), send: { to: 'once@example.com' } };
    const first = await call('post', '/v1/links').send(order);
    const again = await call('post', '/v1/links').send(order);

    expect([first.status, again.status]).toEqual([201, 200]);
    const [one, other] = [first.body as LinkDto, again.body as LinkDto];
    expect(other.url).toBe(one.url);
    expect(other.notifications.map(({ id }) => id)).toEqual(one.notifications.map(({ id }) => id));
  });
});

describe('booking', () => {
  const book = (id: string, booking: object) => call('put', `/v1/payments/${id}/booking`).send(booking);

  it('is refused before there is money', async () => {
    const { body } = await call('post', '/v1/payments').send(anOrder());

    expectProblem(await book((body as PaymentDto).id, { status: 'posted', voucher: 'RE-1' }), 409, 'state_conflict');
  });

  it('needs a voucher or a reason', async () => {
    const { body } = await call('post', '/v1/payments').send(anOrder());
    const { id } = body as PaymentDto;
    const paths = [
      expectProblem(await book(id, { status: 'posted' }), 400, 'validation_failed').errors![0]!.path,
      expectProblem(await book(id, { status: 'rejected' }), 400, 'validation_failed').errors![0]!.path,
      expectProblem(await book(id, { status: 'lost' }), 400, 'validation_failed').errors![0]!.path,
    ];

    expect(paths).toEqual(['voucher', 'reason', 'status']);
  });

  it('is one event however often it is told, and may be rejected first and posted later', async () => {
    const reference = `INV-${randomUUID()}`;
    const link = await world.link(reference);
    const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    await world.erp.waitFor(reference, 'payment.paid');
    const rejected = { status: 'rejected', reason: 'period closed' };
    await book(link.paymentId, rejected);
    await book(link.paymentId, rejected);
    const posted = await book(link.paymentId, { status: 'posted', voucher: 'RE-4711' });
    await world.erp.waitFor(reference, 'payment.booked');

    expect((posted.body as PaymentDto).booking).toMatchObject({ status: 'posted', voucher: 'RE-4711' });
    const types = (await world.eventsAbout(reference)).map(({ type }) => type);
    expect(types.slice(2)).toEqual(['payment.paid', 'payment.booking_rejected', 'payment.booked']);
  });
});

describe('the feed', () => {
  it('is read by type and from any point, and one event by its id', async () => {
    const reference = `INV-${randomUUID()}`;
    await call('post', '/v1/payments').send({ reference, amount: { value: 5, currency: 'GBP' } });
    const pushed = await world.erp.waitFor(reference, 'payment.created');
    const next = await call('get', `/v1/events?after=${pushed.sequence - 1}&limit=1`);
    const ofType = await call('get', `/v1/events?after=${pushed.sequence - 1}&limit=1&type=payment.created`);
    const one = await call('get', `/v1/events/${pushed.id}`);

    expect(next.body).toEqual({ data: [pushed], lastSequence: pushed.sequence });
    expect((ofType.body as { data: object[] }).data).toEqual([pushed]);
    expect(one.body).toEqual(pushed);
  });

  it.each(['after=-1', 'after=x', 'limit=0', 'limit=101', 'colour=green'])('refuses ?%s', async (query) => {
    expectProblem(await call('get', `/v1/events?${query}`), 400, 'validation_failed');
  });
});

describe('webhook endpoints', () => {
  it('are made with a secret that is shown once, read, listed, changed and removed', async () => {
    const made = await call('post', '/v1/webhook-endpoints').send({ url: world.erp.url, events: ['payment.paid'] });
    const { secret, ...shown } = made.body as { id: string; secret: string };
    const path = `/v1/webhook-endpoints/${shown.id}`;
    const read = await call('get', path);
    const list = await call('get', '/v1/webhook-endpoints');
    const changed = await call('patch', path).send({ description: 'Main ledger', events: [] });
    const removed = await call('delete', path);

    expect(made.status).toBe(201);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(read.body).toEqual(shown);
    expect((list.body as { data: object[] }).data).toContainEqual(shown);
    expect(changed.body).toMatchObject({ id: shown.id, description: 'Main ledger', events: [], url: world.erp.url });
    expect(removed.status).toBe(204);
    expectProblem(await call('get', path), 404, 'not_found');
  });

  it.each(['https://10.0.0.1/', 'http://169.254.169.254/', 'https://user:secret@example.com/', 'ftp://example.com/'])(
    'do not lead to %s',
    async (url) => {
      expectProblem(await call('post', '/v1/webhook-endpoints').send({ url }), 422, 'url_not_allowed');
    },
  );

  it('take known events only', async () => {
    const body = { url: world.erp.url, events: ['payment.exploded'] };

    expectProblem(await call('post', '/v1/webhook-endpoints').send(body), 400, 'validation_failed');
  });
});

describe('sending a link', () => {
  it('is done five times a day and no more', async () => {
    const { body } = await call('post', '/v1/links').send({ payment: anOrder() });
    const send = () => call('post', `/v1/links/${(body as LinkDto).id}/send`).send({ to: 'payer@example.com' });
    const sent = [await send(), await send(), await send(), await send(), await send()];
    const refused = await send();

    expect(sent.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    expectProblem(refused, 429, 'rate_limited');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('is held to five also when they are asked for at once', async () => {
    const { body } = await call('post', '/v1/links').send({ payment: anOrder() });
    const send = () => call('post', `/v1/links/${(body as LinkDto).id}/send`).send({ to: 'payer@example.com' });
    const answers = await Promise.all(Array.from({ length: 12 }, send));

    expect(answers.filter(({ status }) => status === 202)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  it('needs an address, one bare one', async () => {
    const { body } = await call('post', '/v1/links').send({ payment: anOrder() });
    const send = (dto: object) => call('post', `/v1/links/${(body as LinkDto).id}/send`).send(dto);
    const wrong = [{}, { to: 'a@example.com, b@example.com' }, { to: 'a@example.com\r\nBcc: b@example.com' }];
    for (const dto of wrong) expectProblem(await send(dto), 400, 'validation_failed');
  });

  it('is refused once the link is canceled, and its page says so', async () => {
    const { body } = await call('post', '/v1/links').send({ payment: anOrder() });
    const { id, url } = body as LinkDto;
    await call('post', `/v1/links/${id}/cancel`).send({});
    const page = await exchange({ method: 'GET', url });

    expectProblem(await call('post', `/v1/links/${id}/send`).send({ to: 'payer@example.com' }), 409, 'state_conflict');
    expect(page.status).toBe(410);
  });
});
