import { jest } from '@jest/globals';
import { expectConsistency } from '../fixtures/recovery.js';
import { Traffic } from '../fixtures/traffic.js';
import { ApiClient, type Answer } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder } from '../support/rest.calls.js';

jest.setTimeout(180_000);

let world: DunlinWorld;
let clients: readonly ApiClient[];
let live: ApiClient;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start();
  const second = await world.start({ ROLE: 'api', PORT: String(await freePort()) });
  await world.connect();
  clients = [world.api, new ApiClient(second.url, world.sandboxKey)];
  live = new ApiClient(world.url, await world.addKey({ mode: 'live' }));
}, 180_000);

afterAll(() => world.close());

const deep = `{"metadata":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
const withAmount = (value: unknown, currency: string) => anOrder({ amount: { value, currency } });
const polluted = `${JSON.stringify(anOrder()).slice(0, -1)},"__proto__":{"isAdmin":true}}`;

/** What nobody should send, by what is answered to it. */
const WRONG: readonly [string, number, (api: ApiClient) => Promise<Answer>][] = [
  ['JSON that ends early', 400, (api) => api.post('/v1/payments', '{"reference":')],
  ['JSON ten thousand deep', 400, (api) => api.post('/v1/payments', deep)],
  ['a prototype', 400, (api) => api.post('/v1/payments', polluted)],
  ['other types', 400, (api) => api.post('/v1/payments', { reference: [7], amount: 'all of it' })],
  ['NUL', 400, (api) => api.post('/v1/payments', anOrder({ description: 'a\u0000b' }))],
  ['half a character', 400, (api) => api.post('/v1/payments', anOrder({ description: 'a\ud800b' }))],
  ['an amount beyond all measure', 400, (api) => api.post('/v1/payments', withAmount(1e300, 'GBP'))],
  ['a fraction of a yen', 400, (api) => api.post('/v1/payments', withAmount(0.5, 'JPY'))],
  ['yen, which no provider takes', 422, (api) => api.post('/v1/payments', withAmount(1050, 'JPY'))],
  ['dinars in thousandths', 422, (api) => api.post('/v1/payments', withAmount(1_050_000, 'KWD'))],
  ['a cursor that somebody made up', 400, (api) => api.get('/v1/payments?cursor=eyJpZCI6MX0')],
  ['an id that leads elsewhere', 404, (api) => api.get('/v1/payments/..%2f..%2fetc')],
  ['a quarter of a megabyte and more', 413, (api) => api.post('/v1/payments', 'x'.repeat(300_000))],
];

it.each(WRONG)(
  '%s, from many and through two processes, is answered %i and disturbs no payer',
  async (_, status, send) => {
    const traffic = Traffic.begin(world, { visitors: 1 });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => send(clients[index % 2]!)));
    await traffic.end();
    await expectConsistency(world);

    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([status]));
    expect([traffic.lost, ...traffic.excuses.keys()]).toEqual([0]);
  },
);

it('an id and a cursor of the sandbox lead nowhere in live mode', async () => {
  const payments = await Promise.all([1, 2].map(() => world.api.make<{ id: string }>('/v1/payments', anOrder())));
  const page = await patiently(async () => {
    const { nextCursor } = await world.api.read<{ nextCursor: string | null }>('/v1/payments?limit=1');
    return nextCursor ?? undefined;
  });
  const answers = [
    await live.get(`/v1/payments/${payments[0]!.id}`),
    await live.get(`/v1/payments?limit=1&cursor=${encodeURIComponent(page)}`),
  ];

  expect(answers.map(({ status }) => status)).toEqual([404, 400]);
});
