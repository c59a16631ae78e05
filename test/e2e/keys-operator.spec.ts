import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import supertest from 'supertest';
import type { AccountDto } from '../../src/accounts/dto/account.dto.js';
import type { CreatedApiKeyDto } from '../../src/accounts/dto/api-key.dto.js';
import type { AdminAccountDto, AdminAccountListDto } from '../../src/admin/dto/admin.dto.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

const ADMIN_KEY = randomBytes(32).toString('hex');
const ACCOUNTS = '/v1/admin/accounts';

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.create();
  rest = new RestCalls(world);
  await world.start({ ADMIN_KEY });
});

afterAll(() => world.close());

const make = (path: string, body: object) => rest.send('post', path, ADMIN_KEY).send(body);

describe('the operator', () => {
  it('makes an account and its first key; the account sees nothing of the others', async () => {
    const answer = await make(ACCOUNTS, { name: 'Second School', timeZone: 'Asia/Kolkata' });
    const account = answer.body as AdminAccountDto;
    const made = await make(`${ACCOUNTS}/${account.id}/api-keys`, { mode: 'sandbox', name: 'First key' });
    const { key, scopes } = made.body as CreatedApiKeyDto;
    await world.api
      .make('/v1/payments', { reference: 'INV-1', amount: { value: 1, currency: 'GBP' } })
      .catch(() => null);

    expect([answer.status, made.status, scopes.length]).toEqual([201, 201, 6]);
    expect((await rest.send('get', '/v1/account', key)).body as AccountDto).toMatchObject({
      id: account.id,
      name: 'Second School',
      timeZone: 'Asia/Kolkata',
      locale: 'en',
    });
    expect((await rest.send('get', '/v1/api-keys', key)).body).toMatchObject({ data: [{ name: 'First key' }] });
  });

  it('lists accounts newest first, page by page', async () => {
    for (const name of ['One', 'Two', 'Three']) await make(ACCOUNTS, { name });
    const page = async (query: string) =>
      (await rest.send('get', `${ACCOUNTS}?limit=2${query}`, ADMIN_KEY)).body as AdminAccountListDto;
    const first = await page('');
    const second = await page(`&cursor=${first.nextCursor}`);

    const names = [...first.data, ...second.data].map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['Three', 'Two', 'One']);
    expect(new Set(names).size).toBe(4);
  });

  it('repeats safely with an Idempotency-Key', async () => {
    const send = () => make(ACCOUNTS, { name: 'Once' }).set('Idempotency-Key', 'account-1');
    const [first, again] = [await send(), await send()];
    const { data } = (await rest.send('get', ACCOUNTS, ADMIN_KEY)).body as AdminAccountListDto;

    expect(again.text).toBe(first.text);
    expect(data.filter(({ name }) => name === 'Once')).toHaveLength(1);
  });

  it('is nobody else: a wrong key, and an account’s key, are refused', async () => {
    for (const key of [`${ADMIN_KEY.slice(0, -1)}x`, ADMIN_KEY.slice(0, -1), world.sandboxKey]) {
      expectProblem(await rest.send('get', ACCOUNTS, key), 401, 'unauthenticated');
    }
    expectProblem(await rest.send('get', '/v1/payments', ADMIN_KEY), 401, 'unauthenticated');
  });

  it('does not exist without ADMIN_KEY', async () => {
    const process = await world.start({ PORT: String(await freePort()) });
    const ask = (path: string) => supertest(process.url).get(path).auth(ADMIN_KEY, { type: 'bearer' });
    const unknown = expectProblem(await ask('/v1/admin/nothing'), 404, 'not_found');

    expect(expectProblem(await ask(ACCOUNTS), 404, 'not_found').detail).toBe(unknown.detail);
    const created = await supertest(process.url).post(ACCOUNTS).auth(ADMIN_KEY, { type: 'bearer' }).send({ name: 'X' });
    expectProblem(created, 404, 'not_found');
    await process.kill('SIGTERM');
  });

  it('may make live keys only where nothing is a makeshift', async () => {
    const { id } = (await make(ACCOUNTS, { name: 'Live School' })).body as AdminAccountDto;
    const makeLive = () => make(`${ACCOUNTS}/${id}/api-keys`, { mode: 'live', name: 'Live' });
    expect(expectProblem(await makeLive(), 409, 'state_conflict').detail).toContain('SMTP_URL');

    await world.processes[0]!.kill('SIGTERM');
    await world.start({ ADMIN_KEY, SMTP_URL: 'smtp://127.0.0.1:9' });
    const live = (await makeLive()).body as CreatedApiKeyDto;
    expect(live.key).toMatch(/^dln_live_/);
    expect((await rest.send('get', '/v1/payments', live.key)).status).toBe(200);
  });

  it('cannot choose a key that could be guessed', async () => {
    const refused = world.spawn({ ADMIN_KEY: 'x'.repeat(31) });
    const { code } = await refused.exit();

    expect(code).not.toBe(0);
    expect(refused.stderr + refused.stdout).toContain('ADMIN_KEY must have at least 32 characters');
  });
});
