import { jest } from '@jest/globals';
import supertest from 'supertest';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { anOrder, expectProblem, RestCalls, type Method } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
});

afterAll(() => world.close());

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
      const call = () => rest.send('get', '/v1/payments', key);
      const before = await call();
      await world.rows(`UPDATE api_keys SET ${column} = now() - interval '1 second' WHERE name = 'Test'`);
      expect(before.status).toBe(200);
      expectProblem(await call(), 401, 'unauthenticated');
    }
  });

  it('of live mode sees nothing of sandbox', async () => {
    const { body: payment } = await rest.send('post', '/v1/payments').send(anOrder());
    const live = await world.addKey({ mode: 'live' });
    const read = (path: string) => rest.send('get', path, live);

    expectProblem(await read(`/v1/payments/${(payment as PaymentDto).id}`), 404, 'not_found');
    expect((await read('/v1/payments')).body).toMatchObject({ data: [] });
    expect((await read('/v1/events')).body).toMatchObject({ data: [], lastSequence: 0 });
    expect((await read('/v1/connections')).body).toMatchObject({ data: [] });
  });

  it('does only what its scopes say', async () => {
    const reader = await world.addKey({ scopes: ['payments:read'] });
    const as = (method: Method, path: string) => rest.send(method, path, reader);

    expect((await as('get', '/v1/payments')).status).toBe(200);
    const refused = expectProblem(await as('post', '/v1/payments').send(anOrder()), 403, 'forbidden');
    expect(refused.detail).toContain('payments:write');
    expectProblem(await as('get', '/v1/connections'), 403, 'forbidden');
    expectProblem(await as('post', '/v1/webhook-endpoints').send({ url: world.erp.url }), 403, 'forbidden');
  });
});
