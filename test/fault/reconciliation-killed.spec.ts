import { jest } from '@jest/globals';
import type { ReconciliationDto } from '../../src/reconciliation/dto/reconciliation.dto.js';
import { Shop } from '../fixtures/shop.js';
import { dojoClient, type Intent } from '../simulator/support/dojo.client.js';
import type { DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { PostgresProxy } from '../support/postgres.proxy.js';

jest.setTimeout(90_000);

const DEADLINE_MS = 40_000;

let world: DunlinWorld;
let proxy: PostgresProxy;
let program: DunlinProcess;
let shop: Shop;

beforeAll(async () => {
  world = await DunlinWorld.create();
  proxy = await PostgresProxy.start(world.database.url);
  program = await start();
  shop = await Shop.dojo(world);
}, 90_000);

afterAll(async () => {
  await world.close();
  await proxy.cut();
});

const ADOPTS = [/INSERT INTO checkouts/, /^COMMIT/];
const DAY_DONE = [/INSERT INTO reconciled_days/];
const FINISHES = [/UPDATE reconciliations SET through = NULL/];

describe('a worker killed in the middle of a reconciliation leaves it to the next one', () => {
  it.each<[string, 'before' | 'after', readonly RegExp[]]>([
    ['before a lost page has its row', 'before', ADOPTS],
    ['after a lost page has its row', 'after', ADOPTS],
    ['before a day is noted', 'before', DAY_DONE],
    ['after a day is noted', 'after', DAY_DONE],
    ['before its end is noted', 'before', FINISHES],
  ])('%s', async (_, when, statements) => {
    const { reference } = await shop.link();
    const arrived = proxy.stopAt(when, ...statements);
    const lost = await losePage(reference);
    await arrived;
    const killedAt = new Date();
    await program.kill('SIGKILL');
    proxy.letPass();
    program = await start();

    await closed(lost);
    await finishedAfter(killedAt);
    const rows = await world.rows('SELECT FROM checkouts WHERE provider_payment_id = $1', [lost.id]);
    expect(rows).toHaveLength(1);
    expect((await world.payment(reference)).status).toBe('open');
  });
});

describe('a provider that goes down in the middle of a reconciliation', () => {
  it('puts it off, and the next try goes on', async () => {
    const { reference } = await shop.link();
    await shop.scenario({ name: 'provider_500', operation: 'search', times: 3 });
    const lost = await losePage(reference);
    const failing = await patiently(async () => (await stateOf()).failure ?? undefined, DEADLINE_MS);
    expect(failing).toMatchObject({ code: 'not_sent', message: expect.stringContaining('search') });

    await closed(lost);
    const state = await patiently(async () => {
      const { failure, orphans, ...others } = await stateOf();
      return failure === null && orphans.underWay === 0 ? { ...others, orphans } : undefined;
    }, DEADLINE_MS);
    expect(state).toMatchObject({ state: 'partial', orphans: { adopted: 0, closed: 6 } });
  });
});

function start(): Promise<DunlinProcess> {
  return world.start({ DATABASE_URL: proxy.url, RECONCILIATION_SECONDS: '1' });
}

/** A page for the payment that carries an id of ours whose row is gone, as after the restore of a backup. */
function losePage(reference: string): Promise<Intent> {
  return provider().create({ reference, metadata: { dunlinCheckoutId: 'chk_01h455vb4pex5vsknk084sn02q' } });
}

function closed({ id }: Intent): Promise<true> {
  return patiently(
    async () => ((await provider().fetch(id)).status === 'Canceled' ? true : undefined),
    DEADLINE_MS,
  ) as Promise<true>;
}

async function finishedAfter(at: Date): Promise<void> {
  await patiently(async () => {
    const rows = await world.rows('SELECT FROM reconciliations WHERE finished_at > $1 AND failure IS NULL', [at]);
    return rows.length > 0 ? true : undefined;
  }, DEADLINE_MS);
}

async function stateOf(): Promise<ReconciliationDto['connections'][number]> {
  const today = new Date().toISOString().slice(0, 10);
  return (await world.api.read<ReconciliationDto>(`/v1/reconciliation/${today}`)).connections[0]!;
}

function provider() {
  return dojoClient(world.simulator.url, shop.authorization.replace('Basic ', ''));
}
