import { jest } from '@jest/globals';
import pg from 'pg';
import { OwnPostgres } from '../fixtures/own.postgres.js';
import { expectRecovery } from '../fixtures/recovery.js';
import { SmallDisk } from '../fixtures/small.disk.js';
import { Traffic } from '../fixtures/traffic.js';
import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { TcpProxy } from '../support/tcp.proxy.js';

jest.setTimeout(180_000);

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
    const endedMs = performance.now();
    await traffic.end();
    await expectRecovery(world, 'a slow network to the database', endedMs);

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

describe('a database that is started again under load', () => {
  let world: DunlinWorld;
  let postgres: OwnPostgres;

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    world = await DunlinWorld.create({ server: postgres.url, migrated: false });
    await world.start();
    await world.start({ ROLE: 'worker', PORT: String(await freePort()) });
    await world.connect();
  }, 90_000);

  afterAll(async () => {
    await world.close();
    await postgres.remove();
  });

  it('in good order: every sale that was begun comes to its end, once', async () => {
    const traffic = Traffic.begin(world);
    await sales(traffic, SALES);
    await postgres.stop();
    await refusals(traffic, 1);
    await postgres.startAgain();
    const startedMs = performance.now();
    await traffic.end();
    await expectRecovery(world, 'a restart of the database', startedMs);
  });

  it('after a crash: what was acknowledged is there', async () => {
    const traffic = Traffic.begin(world);
    await sales(traffic, SALES);
    await postgres.crash(new URL(world.database.url).pathname.slice(1));
    const crashedMs = performance.now();
    await sales(traffic, SALES);
    await traffic.end();
    await expectRecovery(world, 'a crash of the database', crashedMs);

    expect(await statusesOf(world, traffic.paid)).toEqual([{ status: 'paid', count: traffic.paid.length }]);
  });
});

describe('a database that gives nothing', () => {
  let world: DunlinWorld;
  let program: DunlinProcess;

  beforeAll(async () => {
    world = await DunlinWorld.create();
    await mayBeFull(world);
    // Longer than anybody waits for a connection out of the pool, which is 5 s.
    const databaseUrl = `${world.database.url}?lock_timeout=5500`;
    program = await world.start({ DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: '4' });
    await world.connect();
  });

  afterAll(() => world.close());

  it('but locks that do not end, and with them no connection: both are told as 503, and leave nothing behind', async () => {
    const traffic = Traffic.begin(world, { visitors: 8 });
    await sales(traffic, SALES);
    const holder = new pg.Client({ connectionString: world.database.url });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE payments, checkouts IN ACCESS EXCLUSIVE MODE');
    await patiently(() => program.stdout.includes('lock timeout') || undefined, 20_000);
    await holder.query('ROLLBACK');
    const releasedMs = performance.now();
    await holder.end();
    await traffic.end();
    await expectRecovery(world, 'locks that nobody got', releasedMs);

    expect(program.stdout).toContain('timeout exceeded when trying to connect');
    expect(traffic.excuses.get(503)).toBeGreaterThan(0);
  });

  it('but the word that its disk is full: nothing is half done, and it goes on when there is room', async () => {
    const traffic = Traffic.begin(world);
    await sales(traffic, SALES);
    await world.rows('UPDATE disk SET is_full = true');
    await refusals(traffic, 3);
    await world.rows('UPDATE disk SET is_full = false');
    const freedMs = performance.now();
    await traffic.end();
    await expectRecovery(world, 'the word that the disk is full', freedMs);
  });
});

const onSmallDisk = SmallDisk.isPossible() ? describe : describe.skip;

onSmallDisk('a disk that is really full (skipped where nobody may mount one)', () => {
  let world: DunlinWorld;
  let disk: SmallDisk;

  beforeAll(async () => {
    world = await DunlinWorld.create();
    disk = await SmallDisk.under(world.database.url);
    await world.start();
    await world.connect();
  });

  afterAll(async () => {
    disk.free();
    await world.close();
    await disk.remove();
  });

  it('is told as 503, and corrupts nothing', async () => {
    const traffic = Traffic.begin(world);
    await sales(traffic, SALES);
    disk.fill();
    await refusals(traffic, 3);
    disk.free();
    const freedMs = performance.now();
    await traffic.end();
    await expectRecovery(world, 'a full disk', freedMs);

    expect(world.processes[0]!.stdout).toContain('No space left on device');
  });
});

/** From here on `disk` decides whether anything can be inserted, with the code that PostgreSQL has for it. */
async function mayBeFull(world: DunlinWorld): Promise<void> {
  await world.rows('CREATE TABLE disk AS SELECT false AS is_full');
  await world.rows(
    `CREATE FUNCTION refuse_when_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF (SELECT is_full FROM disk) THEN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END IF;
       RETURN NULL;
     END $$`,
  );
  for (const table of ['payments', 'checkouts', 'events', 'deliveries', 'received_webhooks']) {
    await world.rows(`CREATE TRIGGER full_disk BEFORE INSERT ON ${table} EXECUTE FUNCTION refuse_when_full()`);
  }
}

function statusesOf(world: DunlinWorld, references: readonly string[]): Promise<object[]> {
  return world.rows('SELECT status, count(*)::integer FROM payments WHERE reference = ANY ($1) GROUP BY status', [
    references,
  ]);
}

async function sales(traffic: Traffic, count: number): Promise<void> {
  const before = traffic.paid.length;
  await patiently(() => traffic.paid.length - before >= count || undefined, 40_000);
}

async function refusals(traffic: Traffic, count: number): Promise<void> {
  const before = traffic.excuses.get(503) ?? 0;
  await patiently(() => (traffic.excuses.get(503) ?? 0) - before >= count || undefined, 40_000);
}
