import { crc32 } from 'node:zlib';
import { jest } from '@jest/globals';
import { newKey, parseKey } from '../../../src/accounts/key-format.js';
import { SCOPES } from '../../../src/accounts/scopes.js';
import { newId } from '../../../src/common/ids.js';
import { anOwnerIn, type Owner } from '../../support/builders.js';
import { patiently } from '../../support/patiently.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';
import { KeyRing } from './key-ring.js';

const LIMITED = { RATE_LIMIT_SANDBOX: '5' };
const WANTED = { name: 'ERP', scopes: SCOPES, expiresAt: null };

const PUBLIC_END = 'dln_sandbox_'.length + 12;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

let db: TestDataSource;
let owner: Owner;

beforeAll(async () => {
  db = await openTestDatabase();
});

beforeEach(async () => {
  owner = await anOwnerIn(db.database);
});

afterAll(() => db.close());

async function aKeyOf(ring: KeyRing): Promise<string> {
  return (await ring.keys.issue({ ...owner, id: newId() }, WANTED)).key;
}

/** How many of `count` concurrent calls are let through. */
async function granted(ring: KeyRing, key: string, count: number): Promise<number> {
  const results = await Promise.all(Array.from({ length: count }, () => ring.authentication.authenticate(key)));
  return results.filter((result) => result?.budget?.isGranted).length;
}

/** The bucket as it would be `seconds` later. */
async function letPass(seconds: number): Promise<void> {
  await db.database.run('UPDATE rate_limits SET full_at = full_at - make_interval(secs => $2) WHERE account_id = $1', [
    owner.accountId,
    seconds,
  ]);
}

async function lastUsedAt(): Promise<Date | null> {
  const [row] = await db.database.query<{ last_used_at: Date | null }>(
    'SELECT last_used_at FROM api_keys WHERE account_id = $1',
    [owner.accountId],
  );
  return row!.last_used_at;
}

describe('the limit of an account', () => {
  it('is one for all its keys and all processes', async () => {
    const [one, other] = [new KeyRing(db, LIMITED), new KeyRing(db, LIMITED)];
    const [first, second] = [await aKeyOf(one), await aKeyOf(one)];
    const counts = await Promise.all([granted(one, first, 20), granted(other, second, 20)]);
    const sum = counts[0]! + counts[1]!;

    expect(sum).toBeGreaterThanOrEqual(10);
    // What flows back meanwhile, however slow the machine: five a second.
    expect(sum).toBeLessThan(20);
  });

  it('fills again by as much a second', async () => {
    const ring = new KeyRing(db, LIMITED);
    const key = await aKeyOf(ring);
    await granted(ring, key, 30);
    await letPass(1);

    expect(await granted(ring, key, 30)).toBeGreaterThanOrEqual(5);
  });

  it('never lets a pause save up more than one burst', async () => {
    const ring = new KeyRing(db, LIMITED);
    const key = await aKeyOf(ring);
    await granted(ring, key, 30);
    await letPass(3600);

    expect(await granted(ring, key, 40)).toBeLessThan(20);
  });

  it('is not touched by a wrong key with a right public part, nor by one that has ended', async () => {
    const ring = new KeyRing(db, LIMITED);
    const key = await aKeyOf(ring);
    const forged = forgeryOf(key);
    const ended = await ring.keys.issue({ ...owner, id: newId() }, WANTED);
    await db.database.run('UPDATE api_keys SET revoked_at = now() WHERE id = $1', [ended.row.id]);

    expect(parseKey(forged)?.publicPart).toBe(parseKey(key)?.publicPart);
    expect(await ring.authentication.authenticate(ended.key)).toBeUndefined();
    expect(await ring.authentication.authenticate(forged)).toBeUndefined();
    const rows = await db.database.query('SELECT FROM rate_limits WHERE account_id = $1', [owner.accountId]);
    expect(rows).toHaveLength(0);
  });

  it('is not counted at all where it is 0', async () => {
    const ring = new KeyRing(db, { RATE_LIMIT_SANDBOX: '0' });
    const known = await ring.authentication.authenticate(await aKeyOf(ring));

    expect(known?.budget).toBeNull();
    expect(known?.caller).toMatchObject(owner);
  });
});

describe('a key that is wrong', () => {
  it.each(['with a public part that nobody has', 'with another secret behind a right public part'])(
    'asks the database as much as any other wrong key: once, %s',
    async (which) => {
      const ring = new KeyRing(db, LIMITED);
      const key = which.startsWith('with a public') ? newKey('sandbox') : forgeryOf(await aKeyOf(ring));
      const asked = jest.spyOn(db.database, 'query');
      const known = await ring.authentication.authenticate(key);
      const times = asked.mock.calls.length;
      asked.mockRestore();

      expect(known).toBeUndefined();
      expect(times).toBe(1);
    },
  );
});

describe('the last use of a key', () => {
  it('is noted, and noted again only after a minute', async () => {
    const ring = new KeyRing(db, LIMITED);
    const key = await aKeyOf(ring);
    const firstAt = ring.clock.now();
    await ring.authentication.authenticate(key);
    expect(await patiently(async () => (await lastUsedAt()) ?? undefined)).toEqual(firstAt);

    ring.clock.advance(59);
    await ring.authentication.authenticate(key);
    const laterAt = ring.clock.advance(2);
    await ring.authentication.authenticate(key);
    const noted = await patiently(async () => {
      const at = await lastUsedAt();
      return at?.getTime() === firstAt.getTime() ? undefined : at;
    });
    expect(noted).toEqual(laterAt);
  });
});

/** The same public part under another secret, with a right checksum: only the digest can tell. */
function forgeryOf(key: string): string {
  const body = key.slice(0, PUBLIC_END) + newKey('sandbox').slice(PUBLIC_END, -6);
  const digits = Array.from({ length: 6 }, (_, place) => DIGITS[Math.floor(crc32(body) / 62 ** place) % 62]!);
  return body + digits.reverse().join('');
}
