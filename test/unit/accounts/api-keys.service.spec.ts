import type { Caller } from '../../../src/accounts/caller.js';
import { SCOPES, type Scope } from '../../../src/accounts/scopes.js';
import { DomainError } from '../../../src/common/domain-error.js';
import { newId } from '../../../src/common/ids.js';
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

const isKnown = async (key: string) => (await ring.authentication.authenticate(key)) !== undefined;

describe('a key that is made again under the same id', () => {
  it('takes the place of the one whose answer was lost', async () => {
    const [caller, id] = [await aCaller(), newId()];
    const lost = await ring.keys.create(caller, wanted(), id);
    const kept = await ring.keys.create(caller, wanted(), id);
    const { rows } = await ring.keys.list(owner, {});

    expect([await isKnown(lost.key), await isKnown(kept.key)]).toEqual([false, true]);
    expect(rows.map((row) => row.id).sort()).toEqual([caller.keyId, id].sort());
  });

  it('leaves the one that was told, when a try that was thought dead comes back after another has answered', async () => {
    const [caller, id] = [await aCaller(), newId()];
    const told = await ring.keys.create(caller, wanted(), id);
    await db.database.run(
      `INSERT INTO idempotency_keys (account_id, mode, route, key, fingerprint, resource_id, fence, answer_status, answer_type,
         answer_body, created_at, expires_at)
       VALUES ($1, $2, 'POST /v1/api-keys', 'key-1', '', $3, 2, 201, 'application/json', 'sealed', now(), now())`,
      [owner.accountId, owner.mode, id],
    );

    expect(await codeOf(ring.keys.create(caller, wanted(), id))).toBe('idempotency_in_progress');
    expect(await isKnown(told.key)).toBe(true);
  });

  it('is rolled once: the old one keeps the end that the first try gave it', async () => {
    const [caller, id] = [await aCaller(), newId()];
    const old = await ring.keys.create(caller, wanted(), newId());
    await ring.keys.roll(caller, { id: old.row.id, overlapHours: 1 }, id);
    ring.clock.advance(60);
    const kept = await ring.keys.roll(caller, { id: old.row.id, overlapHours: 1 }, id);
    expect([await isKnown(old.key), await isKnown(kept.key)]).toEqual([true, true]);

    ring.clock.advance(3600 - 60);
    expect([await isKnown(old.key), await isKnown(kept.key)]).toEqual([false, true]);
  });
});

describe('a key that manages keys', () => {
  it('gives nothing that it does not hold, be it by rolling a mightier one', async () => {
    const mighty = await aCaller();
    const weak = await aCaller(['keys:write', 'payments:read']);

    expect(await codeOf(ring.keys.create(weak, wanted(['payments:read', 'refunds:write']), newId()))).toBe('forbidden');
    expect(await codeOf(ring.keys.roll(weak, { id: mighty.keyId, overlapHours: 0 }, newId()))).toBe('forbidden');
    expect(await codeOf(ring.keys.create(weak, wanted(['payments:read']), newId()))).toBe('done');
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
