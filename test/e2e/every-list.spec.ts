import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { DunlinWorld } from '../support/dunlin.world.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

interface Described {
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
  readonly security: readonly Readonly<Record<string, unknown>>[];
}

interface Schema {
  readonly $ref?: string;
}

interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly nextCursor: string | null;
}

const ADMIN_KEY = 'an-admin-key-that-reads-every-list-0123456789';
const LISTS = listsOf('openapi.json');

let world: DunlinWorld;
let rest: RestCalls;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await DunlinWorld.running({ ADMIN_KEY });
  rest = new RestCalls(world);
  await world.connect();
  for (const name of ['First', 'Second']) {
    await world.api.make('/v1/links', { payment: anOrder({ description: name }), send: { to: 'payer@example.com' } });
    await world.api.make('/v1/api-keys', { name, scopes: ['payments:read'] });
    await rest.send('post', '/v1/admin/accounts', ADMIN_KEY).send({ name });
  }
  ids = Object.fromEntries(
    await Promise.all(
      ['/v1/payments', '/v1/webhook-endpoints', '/v1/links'].map(async (path) => {
        return [path, (await world.api.read<Page>(path)).data[0]!.id] as const;
      }),
    ),
  );
});

afterAll(() => world.close());

describe('every list', () => {
  it('is known here, and takes a limit and a cursor', () => {
    expect(LISTS.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        '/v1/payments',
        '/v1/connections',
        '/v1/providers',
        '/v1/api-keys',
        '/v1/admin/accounts',
      ]),
    );
    for (const { path, parameters } of LISTS) {
      expect([path, ...parameters]).toEqual(expect.arrayContaining(['limit', 'cursor']));
    }
  });

  it.each(LISTS)('$path goes on where its cursor says, and ends', async (list) => {
    const all = await page(list, '?limit=100');
    const first = await page(list, '?limit=1');
    const second = first.nextCursor === null ? null : await page(list, `?limit=100&cursor=${first.nextCursor}`);

    expect(all.nextCursor).toBeNull();
    expect([...idsOf(first), ...(second ? idsOf(second) : [])]).toEqual(idsOf(all));
    expect(first.nextCursor === null).toBe(all.data.length <= 1);
  });

  it.each(LISTS)('$path refuses a limit that is none, and a cursor that is not its own', async (list) => {
    const other = LISTS.find(({ path }) => path === (list.path === '/v1/payments' ? '/v1/links' : '/v1/payments'))!;
    const foreign = (await page(other, '?limit=1')).nextCursor!;
    for (const query of ['limit=0', 'limit=101', 'limit=1.5', 'cursor=AAAA', `cursor=${foreign}`]) {
      expectProblem(await call(list, `?${query}`), 400, 'validation_failed');
    }
  });
});

type List = (typeof LISTS)[number];

function call({ path, isOperators }: List, query: string) {
  const owner = path.split('/{')[0]!;
  return rest.send('get', path.replace('{id}', ids[owner] ?? '') + query, isOperators ? ADMIN_KEY : world.sandboxKey);
}

async function page(list: List, query: string): Promise<Page> {
  const answer = await call(list, query);
  expect([list.path, answer.status]).toEqual([list.path, 200]);
  return answer.body as Page;
}

function idsOf({ data }: Page): string[] {
  return data.map(({ id }) => id);
}

/** Every GET whose answer is a page, by the document. */
function listsOf(file: string) {
  const document = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly paths: Readonly<Record<string, { readonly get?: Described }>>;
    readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: object }>> };
  };
  const isPage = ({ $ref }: Schema = {}) =>
    'nextCursor' in (document.components.schemas[$ref?.split('/').at(-1) ?? '']?.properties ?? {});
  return Object.entries(document.paths).flatMap(([path, { get }]) =>
    get && isPage(get.responses['200']?.content?.['application/json']?.schema)
      ? [
          {
            path,
            parameters: (get.parameters ?? []).map(({ name }) => name),
            isOperators: get.security.some((need) => 'adminKey' in need),
          },
        ]
      : [],
  );
}
