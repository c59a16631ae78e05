import { createHash } from 'node:crypto';
import { DomainError } from '../../../src/common/domain-error.js';
import { newId, toPublicId } from '../../../src/common/ids.js';
import { loadConfig } from '../../../src/config/app-config.js';
import type { Environment } from '../../../src/config/environment.js';
import { Secrets } from '../../../src/config/secrets.js';
import type { IdempotencyKey } from '../../../src/idempotency/idempotency-key.entity.js';
import {
  IdempotencyService,
  placeOfAnswer,
  type Claim,
  type KeyedRequest,
} from '../../../src/idempotency/idempotency.service.js';
import { anOwnerIn, type Owner } from '../../support/builders.js';
import { patiently } from '../../support/patiently.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const CREATED = { status: 201, type: 'application/json; charset=utf-8', body: '{"id":"pay_1"}' };

let db: TestDataSource;
let idempotency: IdempotencyService;
let owner: Owner;

beforeAll(async () => {
  db = await openTestDatabase();
  idempotency = serviceWith({});
});

beforeEach(async () => {
  owner = await anOwnerIn(db.database);
});

afterAll(() => db.close());

function serviceWith(environment: Environment): IdempotencyService {
  const secretKeys = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
  const config = loadConfig({ SECRET_KEYS: secretKeys, KEY_PEPPER: 'a pepper of the test', ...environment }, false);
  return new IdempotencyService(db.database, Secrets.load(config), config);
}

function request(changes: Partial<KeyedRequest> & { body?: string } = {}): KeyedRequest {
  const { body = '{}', ...rest } = changes;
  return {
    caller: owner,
    route: 'POST /v1/payments',
    key: 'order-42',
    fingerprint: createHash('sha256').update(body).digest(),
    ...rest,
  };
}

/** The row to work under. */
function workOf(claim: Claim): IdempotencyKey {
  if (claim.kind !== 'work') throw new Error('The key was answered already');
  return claim.row;
}

async function refusalOf(claim: Promise<Claim>): Promise<DomainError> {
  const error: unknown = await claim.catch((thrown: unknown) => thrown);
  if (error instanceof DomainError) return error;
  throw new Error('The claim was not refused');
}

/** As if the process that held the key had died a lease ago. */
function endLease(): Promise<number> {
  return db.database.run(
    `UPDATE idempotency_keys SET leased_until = now() - interval '1 second' WHERE account_id = $1`,
    [owner.accountId],
  );
}

describe('a fresh key', () => {
  it('is given to work with, and an id that the result will have', async () => {
    const row = workOf(await idempotency.claim(request()));
    expect(row).toMatchObject({ key: 'order-42', fence: 1, answerStatus: null });
    expect(row.resourceId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['another route', () => request({ route: 'POST /v1/links' })],
    ['the live side', () => request({ caller: { ...request().caller, mode: 'live' } })],
  ])('is fresh for %s too', async (_, other) => {
    await idempotency.claim(request());
    expect((await idempotency.claim(other())).kind).toBe('work');
  });

  it('is fresh for another account too', async () => {
    await idempotency.claim(request());
    const stranger = await anOwnerIn(db.database);
    const claim = await idempotency.claim(request({ caller: { ...request().caller, accountId: stranger.accountId } }));
    expect(claim.kind).toBe('work');
  });

  it('is worked on by one of twenty callers that come at once', async () => {
    const claims = await Promise.allSettled(Array.from({ length: 20 }, () => idempotency.claim(request())));
    const worked = claims.filter((claim) => claim.status === 'fulfilled' && claim.value.kind === 'work');
    const refused = claims
      .filter((claim) => claim.status === 'rejected')
      .map(({ reason }) => (reason as DomainError).code);
    expect(worked).toHaveLength(1);
    expect(refused).toEqual(Array.from({ length: 19 }, () => 'idempotency_in_progress'));
  });
});

describe('a key that is being worked on', () => {
  it('is refused with the advice to ask again', async () => {
    await idempotency.claim(request());
    expect(await refusalOf(idempotency.claim(request()))).toMatchObject({
      code: 'idempotency_in_progress',
      retryAfterSeconds: 1,
    });
  });

  it('is refused to another request for good', async () => {
    await idempotency.claim(request());
    expect((await refusalOf(idempotency.claim(request({ body: 'other' })))).code).toBe('idempotency_key_reused');
  });

  it('is free at once when the work is given up, under the same id', async () => {
    const first = workOf(await idempotency.claim(request()));
    await idempotency.release(first);
    const second = workOf(await idempotency.claim(request()));
    expect(second).toMatchObject({ resourceId: first.resourceId, fence: 2 });
  });

  it('is forgotten when the request was not even valid, and may ask for something else', async () => {
    const first = workOf(await idempotency.claim(request()));
    await idempotency.forget(first);
    const second = workOf(await idempotency.claim(request({ body: 'corrected' })));
    expect(second.resourceId).not.toBe(first.resourceId);
  });
});

describe('a key whose worker died', () => {
  it('is taken over when the lease has run out, under the same id', async () => {
    const first = workOf(await idempotency.claim(request()));
    await endLease();
    const second = workOf(await idempotency.claim(request()));
    expect(second).toMatchObject({ resourceId: first.resourceId, fence: 2 });
  });

  it('is taken over by one of twenty callers', async () => {
    await idempotency.claim(request());
    await endLease();
    const claims = await Promise.allSettled(Array.from({ length: 20 }, () => idempotency.claim(request())));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is not taken over by another request', async () => {
    await idempotency.claim(request());
    await endLease();
    expect((await refusalOf(idempotency.claim(request({ body: 'other' })))).code).toBe('idempotency_key_reused');
  });

  it('is neither released nor forgotten by the dead one that comes back', async () => {
    const zombie = workOf(await idempotency.claim(request()));
    await endLease();
    await idempotency.claim(request());
    await idempotency.release(zombie);
    await idempotency.forget(zombie);
    expect((await refusalOf(idempotency.claim(request()))).code).toBe('idempotency_in_progress');
  });
});

describe('a key whose work takes longer than a lease', () => {
  it('stays with whoever works on it', async () => {
    const impatient = serviceWith({ LEASE_SECONDS: '5' });
    const row = workOf(await impatient.claim(request()));
    const isProlonged = () =>
      patiently(async () => {
        const [found] = await db.database.query<{ leased_until: Date }>(
          'SELECT leased_until FROM idempotency_keys WHERE account_id = $1',
          [owner.accountId],
        );
        return found!.leased_until > row.leasedUntil! || undefined;
      });

    expect(await impatient.whileHeld(row, isProlonged)).toBe(true);
  });
});

describe('an answered key', () => {
  it('gives the same answer again, byte for byte', async () => {
    const body = '{"a": 1.0,\n "text":"O\\u0027Brien 漢字"}';
    await idempotency.answer(workOf(await idempotency.claim(request())), { ...CREATED, body });
    expect(await idempotency.claim(request())).toEqual({ kind: 'replay', answer: { ...CREATED, body } });
  });

  it('keeps its first answer when a second worker comes to another', async () => {
    const slow = workOf(await idempotency.claim(request()));
    await endLease();
    const fast = workOf(await idempotency.claim(request()));
    await idempotency.answer(fast, CREATED);
    const told = await idempotency.answer(slow, { ...CREATED, status: 409, body: 'another' });
    expect(told).toEqual(CREATED);
    expect(await idempotency.claim(request())).toEqual({ kind: 'replay', answer: CREATED });
  });

  it('is answered by the one who took it over, not by the dead one that comes back meanwhile', async () => {
    const dead = workOf(await idempotency.claim(request()));
    await endLease();
    const heir = workOf(await idempotency.claim(request()));
    await expect(idempotency.answer(dead, { ...CREATED, body: 'of the dead' })).rejects.toMatchObject({
      code: 'idempotency_in_progress',
    });
    expect(await idempotency.answer(heir, CREATED)).toEqual(CREATED);
    expect(await idempotency.claim(request())).toEqual({ kind: 'replay', answer: CREATED });
  });

  it('is not forgotten any more', async () => {
    const row = workOf(await idempotency.claim(request()));
    await idempotency.answer(row, CREATED);
    await idempotency.forget(row);
    expect((await idempotency.claim(request())).kind).toBe('replay');
  });

  it('is refused to another request', async () => {
    await idempotency.answer(workOf(await idempotency.claim(request())), CREATED);
    expect((await refusalOf(idempotency.claim(request({ body: 'other' })))).code).toBe('idempotency_key_reused');
  });

  it('rests sealed, since it may hold what is shown only once', async () => {
    await idempotency.answer(workOf(await idempotency.claim(request())), { ...CREATED, body: '{"secret":"whsec_x"}' });
    const [stored] = await db.database.query<{ answer_body: string }>(
      'SELECT answer_body FROM idempotency_keys WHERE account_id = $1',
      [owner.accountId],
    );
    expect(stored!.answer_body).not.toContain('whsec_x');
  });

  it('is kept for thirty days', async () => {
    const { createdAt, expiresAt } = workOf(await idempotency.claim(request()));
    expect(expiresAt.getTime() - createdAt.getTime()).toBe(30 * 86_400_000);
  });
});

describe('the payments and links that an answer names', () => {
  async function subjectsOf(body: string): Promise<string[] | null> {
    await idempotency.answer(workOf(await idempotency.claim(request())), { ...CREATED, body });
    const [row] = await db.database.query<{ subjects: string[] | null }>(
      'SELECT subjects FROM idempotency_keys WHERE account_id = $1',
      [owner.accountId],
    );
    return row!.subjects;
  }

  const newIds = (count: number) => Array.from({ length: count }, newId);

  it('are kept with it, each once, to find it by them', async () => {
    const [payment, link] = newIds(2) as [string, string];
    const named = [toPublicId('payment', payment), toPublicId('link', link), toPublicId('payment', payment)];

    expect(await subjectsOf(JSON.stringify({ named }))).toEqual([payment, link]);
  });

  it('are none where it names other things, and what only looks like one', async () => {
    const id = toPublicId('payment', newId());
    const others = [
      toPublicId('event', newId()),
      `x${id}`,
      `${id}x`,
      id.toUpperCase(),
      'pay_8zzzzzzzzzzzzzzzzzzzzzzzzz',
    ];

    expect(await subjectsOf(JSON.stringify(others))).toEqual([]);
  });

  it('are a hundred at most: what names more is a list of numbers', async () => {
    const hundred = newIds(100);
    const textOf = (ids: readonly string[]) => JSON.stringify(ids.map((id) => toPublicId('payment', id)));

    expect(await subjectsOf(textOf(hundred))).toEqual(hundred);
    owner = await anOwnerIn(db.database);
    expect(await subjectsOf(textOf([...hundred, newId()]))).toEqual([]);
  });
});

describe('a key that is gone before its work is done', () => {
  it('does not keep the answer from its caller', async () => {
    const row = workOf(await idempotency.claim(request()));
    await idempotency.forget(row);

    expect(await idempotency.answer(row, CREATED)).toEqual(CREATED);
    expect((await idempotency.claim(request())).kind).toBe('work');
  });
});

describe('a key that is refused', () => {
  it('is so with what to do', async () => {
    await idempotency.claim(request());

    expect((await refusalOf(idempotency.claim(request()))).message).toBe(
      'The first request with this Idempotency-Key is still running. Ask again.',
    );
    expect((await refusalOf(idempotency.claim(request({ body: 'other' })))).message).toBe(
      'This Idempotency-Key belongs to another request. Use a new key for a new request.',
    );
  });
});

describe('where an answer rests', () => {
  it('is told by its whole key, so that no answer can be put in the place of another', () => {
    const key = { accountId: 'account', mode: 'live', route: 'POST /v1/links', key: 'order-42' } as const;

    expect(placeOfAnswer(key)).toEqual({
      table: 'idempotency_keys',
      column: 'answer_body',
      accountId: 'account',
      mode: 'live',
      rowId: 'POST /v1/links order-42',
    });
  });
});
