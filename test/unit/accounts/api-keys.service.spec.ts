import type { Caller } from '../../../src/accounts/caller.js';
import { SCOPES, type Scope } from '../../../src/accounts/scopes.js';
import { DomainError } from '../../../src/common/domain-error.js';
import { newId } from '../../../src/common/ids.js';
import type { HeldKey } from '../../../src/common/resource-id.decorator.js';
import { anOwnerIn, type Owner } from '../../support/builders.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';
import { KeyRing } from './key-ring.js';

let db: TestDataSource;
let owner: Owner;
let ring: KeyRing;

beforeAll(async () => {
  db = await openTestDatabase();
});

beforeEach(async () => {
  owner = await anOwnerIn(db.database);
  ring = new KeyRing(db, { RATE_LIMIT_SANDBOX: '0' });
});

afterAll(() => db.close());

const wanted = (scopes: readonly Scope[] = SCOPES) => ({ name: 'ERP', scopes, expiresAt: null });

async function aCaller(scopes: readonly Scope[] = SCOPES): Promise<Caller> {
  const { row } = await ring.keys.issue({ ...owner, id: newId() }, wanted(scopes));
  return { ...owner, keyId: row.id, scopes };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'done';
}

/** The Idempotency-Key of the try with this number, which takes it over from the one before. */
async function hold(fence: number): Promise<HeldKey> {
  const held = { accountId: owner.accountId, mode: owner.mode, route: 'POST /v1/api-keys', key: 'key-1', fence };
  await db.database.run(
    `INSERT INTO idempotency_keys (account_id, mode, route, key, fingerprint, resource_id, fence, created_at, expires_at)
     VALUES ($1, $2, $3, $4, '', gen_random_uuid(), $5, now(), now())
     ON CONFLICT (account_id, mode, route, key) DO UPDATE SET fence = EXCLUDED.fence`,
    [held.accountId, held.mode, held.route, held.key, fence],
  );
  return held;
}

const isKnown = async (key: string) => (await ring.authentication.authenticate(key)) !== undefined;

describe('a key that is made again under the same id', () => {
  it('takes the place of the one whose answer was lost', async () => {
    const [caller, id] = [await aCaller(), newId()];
    const lost = await ring.keys.create(caller, wanted(), { id, heldKey: await hold(1) });
    const kept = await ring.keys.create(caller, wanted(), { id, heldKey: await hold(2) });
    const { rows } = await ring.keys.list(owner, {});

    expect([await isKnown(lost.key), await isKnown(kept.key)]).toEqual([false, true]);
    expect(rows.map((row) => row.id).sort()).toEqual([caller.keyId, id].sort());
  });

  it.each([
    ['is about to answer', null],
    ['has answered', 201],
  ])('leaves the one that is told, when a try that was thought dead comes back after another %s', async (_, status) => {
    const [caller, id] = [await aCaller(), newId()];
    const dead = await hold(1);
    const told = await ring.keys.create(caller, wanted(), { id, heldKey: await hold(2) });
    await db.database.run('UPDATE idempotency_keys SET answer_status = $2 WHERE account_id = $1', [
      owner.accountId,
      status,
    ]);

    expect(await codeOf(ring.keys.create(caller, wanted(), { id, heldKey: dead }))).toBe('idempotency_in_progress');
    expect(await isKnown(told.key)).toBe(true);
  });

  it('is rolled again also when the old one has ended at once', async () => {
    const [caller, id] = [await aCaller(), newId()];
    const old = await ring.keys.create(caller, wanted(), { id: newId() });
    const roll = async (fence: number) =>
      ring.keys.roll(caller, { id: old.row.id, overlapHours: 0 }, { id, heldKey: await hold(fence) });
    await roll(1);
    ring.clock.advance(1);
    const kept = await roll(2);

    expect([await isKnown(old.key), await isKnown(kept.key)]).toEqual([false, true]);
    expect(kept.row.expiresAt).toBeNull();
  });

  it('is rolled once: the old one keeps the end that the first try gave it', async () => {
    const [caller, id] = [await aCaller(), newId()];
    const old = await ring.keys.create(caller, wanted(), { id: newId() });
    await ring.keys.roll(caller, { id: old.row.id, overlapHours: 1 }, { id, heldKey: await hold(1) });
    ring.clock.advance(60);
    const kept = await ring.keys.roll(caller, { id: old.row.id, overlapHours: 1 }, { id, heldKey: await hold(2) });
    expect([await isKnown(old.key), await isKnown(kept.key)]).toEqual([true, true]);

    ring.clock.advance(3600 - 60);
    expect([await isKnown(old.key), await isKnown(kept.key)]).toEqual([false, true]);
  });
});

describe('a key that manages keys', () => {
  it('gives nothing that it does not hold, be it by rolling a mightier one', async () => {
    const mighty = await aCaller();
    const weak = await aCaller(['keys:write', 'payments:read']);

    expect(await codeOf(ring.keys.create(weak, wanted(['payments:read', 'refunds:write']), { id: newId() }))).toBe(
      'forbidden',
    );
    expect(await codeOf(ring.keys.roll(weak, { id: mighty.keyId, overlapHours: 0 }, { id: newId() }))).toBe(
      'forbidden',
    );
    expect(await codeOf(ring.keys.create(weak, wanted(['payments:read']), { id: newId() }))).toBe('done');
  });

  it('is never the last to go: of two that delete each other at once, one stays', async () => {
    const [one, other] = [await aCaller(), await aCaller()];
    const ends = await Promise.all([
      codeOf(ring.keys.remove(one, other.keyId)),
      codeOf(ring.keys.remove(other, one.keyId)),
    ]);
    const { rows } = await ring.keys.list(owner, {});

    expect(ends.sort()).toEqual(['done', 'unauthenticated']);
    expect(rows).toHaveLength(1);
  });

  it('may delete itself while another is left that still works', async () => {
    const caller = await aCaller();
    const expiring = { ...wanted(), expiresAt: ring.clock.inSeconds(60) };
    await ring.keys.issue({ ...owner, id: newId() }, expiring);
    ring.clock.advance(61);
    expect(await codeOf(ring.keys.remove(caller, caller.keyId))).toBe('state_conflict');

    await aCaller(['keys:write']);
    expect(await codeOf(ring.keys.remove(caller, caller.keyId))).toBe('done');
  });
});

it('refuses a live key on secrets that were generated, and without a mail server', async () => {
  const live = await anOwnerIn(db.database, 'live');
  const issue = (by: KeyRing) => codeOf(by.keys.issue({ ...live, id: newId() }, wanted()));

  expect(await issue(ring)).toBe('state_conflict');
  expect(await issue(new KeyRing(db, { SMTP_URL: 'smtp://localhost:25' }))).toBe('done');
});
