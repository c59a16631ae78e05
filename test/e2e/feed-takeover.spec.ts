import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import pg from 'pg';
import { DEFAULT_ACCOUNT_ID } from '../../src/accounts/installation.js';
import { freePort, type DunlinProcess } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

const TAKEN_OVER_MS = 9000;

let world: DunlinWorld;

beforeAll(async () => {
  world = await DunlinWorld.create();
  await world.start({ ROLE: 'api' });
}, 90_000);

afterAll(() => world.close());

/** An event that is committed and has no number yet, which whoever numbers meets in the middle of its transaction. */
class HeldEvent {
  private constructor(
    readonly id: string,
    private readonly holder: pg.Client,
  ) {}

  static async create(): Promise<HeldEvent> {
    const holder = new pg.Client({ connectionString: world.database.url });
    await holder.connect();
    const id = randomUUID();
    await world.rows(
      `INSERT INTO events (account_id, mode, id, type, data, created_at)
       VALUES ($1, 'sandbox', $2, 'ping', '{"endpointId": "whe_01h455vb4pex5vsknk084sn02q"}', now())`,
      [DEFAULT_ACCOUNT_ID, id],
    );
    await holder.query('BEGIN');
    await holder.query('SELECT FROM events WHERE id = $1 FOR UPDATE', [id]);
    return new HeldEvent(id, holder);
  }

  async release(): Promise<void> {
    await this.holder.query('COMMIT');
    await this.holder.end();
  }

  /** Its number, as soon as it has one. */
  number(): Promise<number> {
    return patiently(async () => {
      const [row] = await world.rows<{ sequence: string | null }>('SELECT sequence FROM events WHERE id = $1', [
        this.id,
      ]);
      return row!.sequence === null ? undefined : Number(row!.sequence);
    });
  }
}

/** A worker that stands in the middle of numbering, holding the sequencer's lock. */
async function workerInTheMiddle(): Promise<{ worker: DunlinProcess; held: HeldEvent }> {
  const held = await HeldEvent.create();
  const worker = await world.start({ ROLE: 'worker', PORT: String(await freePort()) });
  await patiently(async () => {
    const waiting = await world.rows(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND query LIKE '%UPDATE events SET sequence%'`,
    );
    return waiting.length > 0 ? true : undefined;
  });
  return { worker, held };
}

async function expectWholeFeed(): Promise<void> {
  const feed = await world.events();
  expect(feed.map(({ sequence }) => sequence)).toEqual(feed.map((_, index) => index + 1));
  expect(new Set(feed.map(({ id }) => id)).size).toBe(feed.length);
}

describe('a process that numbers events', () => {
  it('is followed by another within seconds when it is killed in the middle', async () => {
    const { worker, held } = await workerInTheMiddle();
    await worker.kill('SIGKILL');
    const next = await world.start({ ROLE: 'worker', PORT: String(await freePort()) });
    await held.release();
    const startedMs = performance.now();

    expect(await held.number()).toBeGreaterThan(0);
    expect(performance.now() - startedMs).toBeLessThan(TAKEN_OVER_MS);
    await expectWholeFeed();
    await next.kill('SIGTERM');
  });

  it('is followed by another within seconds when it is stopped in the middle, and its late word changes nothing', async () => {
    const { worker, held } = await workerInTheMiddle();
    worker.signal('SIGSTOP');
    const next = await world.start({ ROLE: 'worker', PORT: String(await freePort()) });
    // Its statement ends now; the transaction and the lock stay with the process that does not go on.
    await held.release();
    const startedMs = performance.now();
    const number = await held.number();

    expect(performance.now() - startedMs).toBeLessThan(TAKEN_OVER_MS);
    worker.signal('SIGCONT');
    const later = await HeldEvent.create();
    await later.release();
    expect(await later.number()).toBe(number + 1);
    await expectWholeFeed();
    expect(await worker.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    await next.kill('SIGTERM');
  });
});
