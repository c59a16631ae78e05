import { jest } from '@jest/globals';
import PostalMime from 'postal-mime';
import type { AccountDto } from '../../src/accounts/dto/account.dto.js';
import type { ApiKeyListDto, CreatedApiKeyDto } from '../../src/accounts/dto/api-key.dto.js';
import { SCOPES } from '../../src/accounts/scopes.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
});

afterAll(() => world.close());

async function makeKey(body: object = {}, by = world.sandboxKey): Promise<CreatedApiKeyDto> {
  const answer = await rest.send('post', '/v1/api-keys', by).send({ name: 'Till', scopes: ['payments:read'], ...body });
  expect(answer.status).toBe(201);
  return answer.body as CreatedApiKeyDto;
}

const statusOf = async (key: string) => (await rest.send('get', '/v1/payments', key)).status;
const roll = (id: string, overlapHours: number) => rest.send('post', `/v1/api-keys/${id}/roll`).send({ overlapHours });

describe('an API key made by the API', () => {
  it('works at once, is of the caller’s mode, and is shown this once', async () => {
    const made = await makeKey();
    const list = await rest.send('get', '/v1/api-keys');
    const { key, ...shown } = made;

    expect(key).toMatch(/^dln_sandbox_[0-9A-Za-z]{61}$/);
    expect(await statusOf(key)).toBe(200);
    expect(list.text).not.toContain(key.slice(24));
    const listed = (list.body as ApiKeyListDto).data.find(({ id }) => id === made.id);
    expect(Object.assign({}, listed, { lastUsedAt: null })).toEqual(shown);
    expect(key.startsWith(made.publicPart)).toBe(true);
    expect(key.endsWith(made.lastFour!)).toBe(true);
  });

  it('is listed newest first, page by page', async () => {
    const [older, newer] = [await makeKey(), await makeKey()];
    const first = (await rest.send('get', '/v1/api-keys?limit=1')).body as ApiKeyListDto;
    const second = (await rest.send('get', `/v1/api-keys?limit=1&cursor=${first.nextCursor}`)).body as ApiKeyListDto;

    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual([newer.id, older.id]);
    expectProblem(await rest.send('get', `/v1/api-keys?cursor=${first.nextCursor}x`), 400, 'validation_failed');
  });

  it('tells when it was last used', async () => {
    const { id, key } = await makeKey();
    await statusOf(key);
    const usedAt = await patiently(async () => {
      const { data } = await world.api.read<ApiKeyListDto>('/v1/api-keys');
      return data.find((listed) => listed.id === id)?.lastUsedAt ?? undefined;
    });

    expect(Date.now() - Date.parse(usedAt)).toBeLessThan(60_000);
  });

  it('ends when it was told to', async () => {
    const { key, expiresAt } = await makeKey({ expiresAt: '2999-01-01T00:00:00Z' });
    expect(expiresAt).toBe('2999-01-01T00:00:00.000Z');
    expect(await statusOf(key)).toBe(200);

    await world.rows(`UPDATE api_keys SET expires_at = now() WHERE last_four = $1`, [key.slice(-4)]);
    expect(await statusOf(key)).toBe(401);
  });

  it('holds no scope that its maker lacks', async () => {
    const manager = await makeKey({ scopes: ['keys:write', 'payments:read'] });
    const attempt = await rest
      .send('post', '/v1/api-keys', manager.key)
      .send({ name: 'More', scopes: ['payments:read', 'refunds:write'] });

    expect(expectProblem(attempt, 403, 'forbidden').detail).toContain('refunds:write');
    expect((await makeKey({}, manager.key)).scopes).toEqual(['payments:read']);
  });

  it.each([
    ['no scope', { scopes: [] }, 'scopes'],
    ['a scope that there is not', { scopes: ['payments:delete'] }, 'scopes'],
    ['a scope twice', { scopes: ['payments:read', 'payments:read'] }, 'scopes'],
    ['no name', { name: '' }, 'name'],
    ['an end that is past', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['a mode', { mode: 'live' }, 'mode'],
  ])('is refused with %s', async (_, body, path) => {
    const answer = await rest.send('post', '/v1/api-keys').send({ name: 'Till', scopes: ['payments:read'], ...body });

    expect(expectProblem(answer, 400, 'validation_failed').errors!.map((error) => error.path)).toContain(path);
  });

  it('is the same key again under the same Idempotency-Key', async () => {
    const send = () =>
      rest
        .send('post', '/v1/api-keys')
        .set('Idempotency-Key', 'till-7')
        .send({ name: 'Till 7', scopes: ['payments:read'] });
    const [first, again] = [await send(), await send()];

    expect(again.text).toBe(first.text);
    expect(await statusOf((again.body as CreatedApiKeyDto).key)).toBe(200);
  });
});

describe('rolling a key', () => {
  it('gives a new one like it; the old one works through the overlap', async () => {
    const old = await makeKey();
    const fresh = (await roll(old.id, 24)).body as CreatedApiKeyDto;
    const { data } = await world.api.read<ApiKeyListDto>('/v1/api-keys');
    const hoursLeft = (Date.parse(data.find(({ id }) => id === old.id)!.expiresAt!) - Date.now()) / 3_600_000;

    expect(fresh).toMatchObject({ name: old.name, scopes: old.scopes, expiresAt: null });
    expect(fresh.id).not.toBe(old.id);
    expect([await statusOf(old.key), await statusOf(fresh.key)]).toEqual([200, 200]);
    expect(hoursLeft).toBeCloseTo(24, 1);
  });

  it('ends the old one at once without an overlap', async () => {
    const old = await makeKey();
    const fresh = (await roll(old.id, 0)).body as CreatedApiKeyDto;

    expect([await statusOf(old.key), await statusOf(fresh.key)]).toEqual([401, 200]);
  });

  it('is refused for no key, and with an overlap that is none', async () => {
    const { id } = await makeKey();

    expectProblem(await roll('key_01h455vb4pex5vsknk084sn02q', 1), 404, 'not_found');
    for (const hours of [-1, 1.5, 169]) expectProblem(await roll(id, hours), 400, 'validation_failed');
  });
});

describe('deleting a key', () => {
  const remove = (id: string, by = world.sandboxKey) => rest.send('delete', `/v1/api-keys/${id}`, by);

  it('ends it at once, for good', async () => {
    const { id, key } = await makeKey();

    expect((await remove(id)).status).toBe(204);
    expect(await statusOf(key)).toBe(401);
    expectProblem(await remove(id), 404, 'not_found');
    expectProblem(await roll(id, 1), 404, 'not_found');
    expect((await rest.send('get', '/v1/api-keys')).text).not.toContain(id);
  });

  it('is refused to the last that manages keys, and only to it', async () => {
    const { data } = await world.api.read<ApiKeyListDto>('/v1/api-keys');
    const own = data.find(({ name }) => name === 'Bootstrap')!;
    for (const other of data.filter(({ id, scopes }) => id !== own.id && scopes.includes('keys:write'))) {
      await remove(other.id);
    }
    expectProblem(await remove(own.id), 409, 'state_conflict');

    const second = await makeKey({ scopes: SCOPES });
    expect((await remove(second.id, second.key)).status).toBe(204);
    expect(await statusOf(world.sandboxKey)).toBe(200);
  });
});

describe('the account', () => {
  const patch = (body: object) => rest.send('patch', '/v1/account').send(body);

  it('keeps what it is told, and leaves the rest', async () => {
    const before = await world.api.read<AccountDto>('/v1/account');
    const changes = {
      name: 'Sample School',
      supportPhone: '+442079460000',
      supportUrl: 'https://www.example.com/help',
      logoUrl: 'data:image/png;base64,iVBORw0KGgo=',
      colour: '#1B5e20',
      locale: 'en-GB',
      timeZone: 'Asia/Kolkata',
    };
    const { status } = await patch(changes);

    expect(status).toBe(200);
    expect(await world.api.read('/v1/account')).toEqual(Object.assign(before, changes));
    expect((await patch({ logoUrl: null, colour: null, supportPhone: null })).body).toMatchObject({
      logoUrl: null,
      colour: null,
      supportPhone: null,
      name: 'Sample School',
    });
    expect((await patch({})).status).toBe(200);
  });

  it.each([
    ['name', null],
    ['name', 'Two\nlines'],
    ['supportEmail', 'Help <help@example.com>'],
    ['supportUrl', 'javascript:alert(1)'],
    ['logoUrl', 'http://www.example.com/logo.png'],
    ['logoUrl', 'data:text/html;base64,PGI+'],
    ['logoUrl', `data:image/png;base64,${'A'.repeat(40_000)}`],
    ['colour', 'red'],
    ['colour', '#fff'],
    ['timeZone', 'Europe/Atlantis'],
    ['timeZone', '+01:00'],
    ['timeZone', null],
    ['locale', 'english'],
    ['id', 'acc_01h455vb4pex5vsknk084sn02q'],
  ])('does not take a wrong %s', async (path, value) => {
    const answer = await patch({ [path]: value });

    expect(expectProblem(answer, 400, 'validation_failed').errors!.map((error) => error.path)).toEqual(
      expect.arrayContaining([path]),
    );
  });

  it('is named to payers as it says, and its mail comes from whom it says', async () => {
    await patch({ name: 'Sample School', mailSenderName: 'Sample School, fees' });
    const payment = { reference: 'FEES-1', amount: { value: 1050, currency: 'GBP' } };
    await world.api.make('/v1/links', { payment, send: { to: 'sender@example.com' } });
    const mail = await patiently(async () => (await world.mails()).find((text) => text.includes('sender@example.com')));

    const { from, subject } = await PostalMime.parse(mail);

    expect(from?.name).toBe('Sample School, fees');
    expect(subject).toContain('Sample School');
    expect(subject).not.toContain('fees');
  });
});
