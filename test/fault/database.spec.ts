import { jest } from '@jest/globals';
import { expectRecovery } from '../fixtures/recovery.js';
import { Traffic } from '../fixtures/traffic.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { TcpProxy } from '../support/tcp.proxy.js';

jest.setTimeout(120_000);

/** Fifteen times less than the program has by itself, in the way that any URL of a database may tell `pg`. */
const PATIENCE = 'query_timeout=2400&statement_timeout=2000&lock_timeout=700';
/** The traffic has met the fault, or has come through in spite of it. */
const SALES = 3;

describe('the network to the database', () => {
  let world: DunlinWorld;
  let network: TcpProxy;

  beforeAll(async () => {
    world = await DunlinWorld.create();
    network = await TcpProxy.start(world.database.url);
    await world.start({ DATABASE_URL: `${network.url}?${PATIENCE}` });
    await world.connect();
  });

  afterAll(async () => {
    await world.close();
    await network.cut();
  });

  it('may be slow: everything takes its time, and nothing fails', async () => {
    network.delay(20);
    const traffic = Traffic.begin(world, { visitors: 2 });
    await sales(traffic, SALES);
    network.delay(0);
    await traffic.end();
    await expectRecovery(world, 'a slow network to the database');

    expect([traffic.lost, ...traffic.excuses.keys()]).toEqual([0]);
  });

  it('may break under load: callers are told 503, and what they repeat is done once', async () => {
    const traffic = Traffic.begin(world);
    await sales(traffic, SALES);
    await network.cut();
    await refusals(traffic, 3);
    await network.mend();
    const mendedMs = performance.now();
    await traffic.end();
    await expectRecovery(world, 'a cut network to the database', mendedMs);
  });

  it('may forget its connections without a word, as a firewall does', async () => {
    const traffic = Traffic.begin(world);
    await sales(traffic, SALES);
    network.silence();
    await refusals(traffic, 3);
    network.restore();
    const restoredMs = performance.now();
    await traffic.end();
    await expectRecovery(world, 'a network to the database that swallowed everything', restoredMs);
  });
});

async function sales(traffic: Traffic, count: number): Promise<void> {
  const before = traffic.paid.length;
  await patiently(() => traffic.paid.length - before >= count || undefined, 40_000);
}

async function refusals(traffic: Traffic, count: number): Promise<void> {
  const before = traffic.excuses.get(503) ?? 0;
  await patiently(() => (traffic.excuses.get(503) ?? 0) - before >= count || undefined, 40_000);
}
