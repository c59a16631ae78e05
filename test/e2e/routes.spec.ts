import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import supertest from 'supertest';
import type { CreatedApiKeyDto } from '../../src/accounts/dto/api-key.dto.js';
import { DEFAULT_ACCOUNT_ID } from '../../src/accounts/installation.js';
import { newKey } from '../../src/accounts/key-format.js';
import { SCOPES, type Scope } from '../../src/accounts/scopes.js';
import type { AdminAccountDto } from '../../src/admin/dto/admin.dto.js';
import { ID_PREFIXES, toPublicId, type IdKind } from '../../src/common/ids.js';
import { Shop } from '../fixtures/shop.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder, expectProblem, RestCalls, type Method } from '../support/rest.calls.js';

jest.setTimeout(120_000);

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: { readonly pattern?: string };
  readonly example?: string;
}

interface Operation {
  readonly method: Method;
  readonly path: string;
  readonly scope: Scope | null;
  readonly security: readonly string[];
  readonly parameters: readonly Parameter[];
}

const OPERATIONS = operationsOf('openapi.json');
const KEYED = OPERATIONS.filter(({ security }) => security.includes('apiKey'));
const OPERATORS = OPERATIONS.filter(({ security }) => security.includes('adminKey'));
const OF_ONE = KEYED.filter(({ path }) => path.includes('{id}'));
const READS = KEYED.filter(({ method, path }) => method === 'get' && !path.includes('{'));

/** Where each kind of thing lies. A kind that is new needs its table here, and a row in `makeThings`. */
const TABLES: Partial<Record<IdKind, string>> = {
  apiKey: 'api_keys',
  connection: 'connections',
  payment: 'payments',
  link: 'links',
  refund: 'refunds',
  event: 'events',
  endpoint: 'endpoints',
  delivery: 'deliveries',
  notification: 'notifications',
  batch: 'batches',
  erasure: 'erasures',
};

/** What a body must hold to be worth a look at the id in the path. */
const BODIES: Readonly<Record<string, object>> = {
  'put /v1/payments/{id}/booking': { status: 'posted', voucher: 'RE-1' },
  'delete /v1/payments/{id}/review': { note: 'seen' },
  'post /v1/payments/{id}/capture/resolve': { outcome: 'failed', note: 'seen' },
  'post /v1/refunds/{id}/resolve': { outcome: 'failed', note: 'seen' },
  'post /v1/payments/{id}/record': { method: 'cash', receivedAt: '2026-01-01T00:00:00Z' },
  'post /v1/api-keys/{id}/roll': { overlapHours: 1 },
  'post /v1/webhook-endpoints/{id}/replay': { fromSequence: 1 },
  'patch /v1/payments/{id}': { description: 'Other' },
  'patch /v1/links/{id}': { expiresAt: '2999-01-01T00:00:00Z' },
  'patch /v1/connections/{id}': { name: 'Other' },
};

const ADMIN_KEY = randomBytes(32).toString('hex');

let world: DunlinWorld;
let ids: ReadonlyMap<IdKind, string>;
let strangersKey: string;
let liveKey: string;
let keysWithout: ReadonlyMap<Scope, string>;

beforeAll(async () => {
  world = await DunlinWorld.running({ ADMIN_KEY });
  ids = await makeThings();
  strangersKey = await makeStranger();
  liveKey = await world.addKey({ mode: 'live' });
  const without = SCOPES.map(async (scope) => {
    return [scope, await world.addKey({ scopes: SCOPES.filter((other) => other !== scope) })] as const;
  });
  keysWithout = new Map(await Promise.all(without));
});

afterAll(() => world.close());

describe('every operation that needs a key', () => {
  const name = ({ method, path }: Operation) => `${method.toUpperCase()} ${path}`;
  const table = (operations: readonly Operation[]) =>
    operations.map((operation) => [name(operation), operation] as const);

  it('is all of /v1, each with its scope', () => {
    const open = OPERATIONS.filter(({ path, security }) => path.startsWith('/v1/') && security.length === 0);

    expect(open.map(name)).toEqual([]);
    expect(KEYED.filter(({ scope }) => scope === null).map(name)).toEqual([]);
    expect(OPERATORS.length).toBeGreaterThanOrEqual(3);
  });

  it.each(table(KEYED))('%s answers 401 to no key, an unknown one and a mistyped one', async (_, operation) => {
    const unknown = newKey('sandbox');
    const mistyped = world.sandboxKey.slice(0, -1) + (world.sandboxKey.endsWith('0') ? '1' : '0');
    const headers = [undefined, bearer(unknown), bearer(mistyped), basic(unknown), basic(mistyped), 'Bearer '];
    for (const authorization of headers) {
      expectProblem(await call(operation, authorization), 401, 'unauthenticated');
    }
  });

  it.each(table(KEYED))('%s answers 403 to a key without its scope, as Bearer and as Basic', async (_, operation) => {
    const key = keysWithout.get(operation.scope!)!;
    const answers = [await call(operation, bearer(key)), await call(operation, basic(key))];

    for (const answer of answers) {
      expect(expectProblem(answer, 403, 'forbidden').detail).toContain(operation.scope);
    }
  });

  it.each(table(OF_ONE))('%s answers 404 to another account, and to the other mode', async (_, operation) => {
    expectProblem(await call(operation, bearer(strangersKey)), 404, 'not_found');
    expectProblem(await call(operation, bearer(liveKey)), 404, 'not_found');
  });

  it.each(table(READS))('%s shows nothing of ours to another account, nor to the other mode', async (_, operation) => {
    for (const key of [strangersKey, liveKey]) {
      const answer = await call(operation, bearer(key));

      expect(answer.status).toBeLessThan(500);
      expect([...ids.values()].filter((id) => answer.text.includes(id))).toEqual([]);
    }
  });

  it.each(table(OF_ONE.filter(({ method }) => method === 'get')))(
    '%s knows the id that it hid',
    async (_, operation) => {
      expect((await call(operation, basic(world.sandboxKey))).status).toBe(200);
    },
  );
});

it.each(OPERATORS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  'the operator’s %s answers 401 to no key and to any but the operator’s',
  async (_, operation) => {
    for (const authorization of [undefined, bearer(world.sandboxKey), bearer(liveKey), bearer('x'.repeat(64))]) {
      expectProblem(await call(operation, authorization), 401, 'unauthenticated');
    }
  },
);

const bearer = (key: string) => `Bearer ${key}`;
const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

function call(operation: Operation, authorization: string | undefined): supertest.Test {
  const { method, path, parameters } = operation;
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    return valueOf(parameters.find((parameter) => parameter.in === 'path' && parameter.name === name));
  });
  const request = supertest(world.url)[method](filled);
  if (authorization !== undefined) request.set('authorization', authorization);
  const body = BODIES[`${method} ${path}`] ?? (method === 'get' || method === 'delete' ? undefined : {});
  return body === undefined ? request : request.set('Idempotency-Key', randomBytes(8).toString('hex')).send(body);
}

function valueOf(parameter: Parameter | undefined): string {
  const prefix = /^\^([a-z]{3})_/.exec(parameter?.schema?.pattern ?? '')?.[1];
  const kind = (Object.keys(ID_PREFIXES) as IdKind[]).find((candidate) => ID_PREFIXES[candidate] === prefix);
  if (kind === undefined) return parameter?.example ?? '2026-11-20';
  if (kind === 'account') return toPublicId('account', DEFAULT_ACCOUNT_ID);
  const id = ids.get(kind);
  if (id === undefined) throw new Error(`Nothing here is a ${kind}: make one in makeThings`);
  return id;
}

/** One of each kind, all of the default account in sandbox mode. */
async function makeThings(): Promise<ReadonlyMap<IdKind, string>> {
  await world.api.make('/v1/links', { payment: anOrder(), send: { to: 'payer@example.com' } });
  await makeRefund();
  await world.api.make('/v1/erasures', { email: 'forgotten@example.com' });
  const kinds = Object.entries(TABLES) as [IdKind, string][];
  const used = kinds.filter(([kind]) => {
    return OF_ONE.some(({ parameters }) =>
      parameters.some(({ schema }) => schema?.pattern?.startsWith(`^${ID_PREFIXES[kind]}_`)),
    );
  });
  const found = used.map(async ([kind, table]) => {
    const [row] = await patiently(async () => {
      const rows = await world.rows<{ id: string }>(
        `SELECT id FROM ${table} WHERE account_id = $1 AND mode = 'sandbox'`,
        [DEFAULT_ACCOUNT_ID],
      );
      return rows.length > 0 ? rows : undefined;
    });
    return [kind, toPublicId(kind, row!.id)] as const;
  });
  return new Map(await Promise.all(found));
}

async function makeRefund(): Promise<void> {
  const shop = await Shop.dojo(world);
  const visit = await shop.visit();
  await shop.pay(visit);
  const { id } = await shop.becomes(visit.reference, 'paid');
  await world.api.make(`/v1/payments/${id}/refunds`);
}

async function makeStranger(): Promise<string> {
  const rest = new RestCalls(world);
  const account = await rest.send('post', '/v1/admin/accounts', ADMIN_KEY).send({ name: 'Another School' });
  const keys = `/v1/admin/accounts/${(account.body as AdminAccountDto).id}/api-keys`;
  const made = await rest.send('post', keys, ADMIN_KEY).send({ mode: 'sandbox', name: 'Theirs' });
  return (made.body as CreatedApiKeyDto).key;
}

function operationsOf(file: string): readonly Operation[] {
  const document = JSON.parse(readFileSync(file, 'utf8')) as {
    paths: Record<string, Record<string, unknown>>;
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
      .map(([method, described]) => operationOf(method as Method, path, described as Described)),
  );
}

interface Described {
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly Parameter[];
  readonly 'x-required-scope'?: Scope;
}

function operationOf(method: Method, path: string, described: Described): Operation {
  return {
    method,
    path,
    scope: described['x-required-scope'] ?? null,
    security: (described.security ?? []).flatMap((scheme) => Object.keys(scheme)),
    parameters: described.parameters ?? [],
  };
}
