import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DunlinProcess } from '../support/dunlin.process.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { writeEvents } from '../support/event-writers.js';
import { ManyReceivers } from '../support/many.receivers.js';
import { patiently } from '../support/patiently.js';

/** `npm run proof` says `long`. */
const EVENTS = process.env['DUNLIN_PROOF'] === 'long' ? 20_000 : 600;
const DEADLINE_MS = EVENTS === 20_000 ? 1_200_000 : 120_000;
const PATHS = ['/one', '/two', '/three'];
const WORKERS = 4;

let world: DunlinWorld;
let receivers: ManyReceivers;

beforeEach(async () => {
  [world, receivers] = await Promise.all([DunlinWorld.create(), ManyReceivers.start()]);
  await world.start({ ROLE: 'api' });
  for (const path of PATHS) await world.api.make('/v1/webhook-endpoints', { url: `${receivers.url}${path}` });
}, 60_000);

afterEach(async () => {
  await world.close();
  await receivers.close();
});

async function startWorkers(): Promise<DunlinProcess[]> {
  return Promise.all(Array.from({ length: WORKERS }, startWorker));
}

async function startWorker(): Promise<DunlinProcess> {
  return world.start({ ROLE: 'worker', PORT: String(await freePort()) });
}

/** Until it is told to stop: one of them, at random, is killed and another begun in its place. */
async function killAtRandom(workers: DunlinProcess[], isOver: () => boolean): Promise<number> {
  let kills = 0;
  for (; !isOver(); kills += 1) {
    await delay(randomInt(300, 900));
    const victim = randomInt(workers.length);
    await workers[victim]!.kill('SIGKILL');
    workers[victim] = await startWorker();
  }
  return kills;
}

/** Reads the feed page by page from where it stopped, as an ERP does, until it has seen so many events. */
async function followFeed(events: number): Promise<{ sequence: number; data: { number: number } }[]> {
  const seen: { sequence: number; data: { number: number } }[] = [];
  while (seen.length < events) {
    const after = seen.at(-1)?.sequence ?? 0;
    const { data } = await world.api.read<{ data: typeof seen }>(`/v1/events?after=${after}&limit=100`);
    seen.push(...data);
    if (data.length === 0) await delay(20);
  }
  return seen;
}

function everyone(path: string): true | undefined {
  return receivers.distinct(path) === EVENTS ? true : undefined;
}

const writing = { events: EVENTS, writers: 8, commitDelayMs: 30, rollbackOneIn: 7 };

it(
  'workers that are killed at random lose no event, and a reader of the feed sees each once and in order',
  async () => {
    const workers = await startWorkers();
    let isOver = false;
    const killing = killAtRandom(workers, () => isOver);
    const [feed] = await Promise.all([followFeed(EVENTS), writeEvents(world.database.url, writing)]);
    for (const path of PATHS) await patiently(() => everyone(path), DEADLINE_MS);
    isOver = true;
    expect(await killing).toBeGreaterThan(1);
    expect(feed.map(({ sequence }) => sequence)).toEqual(Array.from({ length: EVENTS }, (_, index) => index + 1));
    expect(new Set(feed.map(({ data }) => data.number)).size).toBe(EVENTS);
  },
  DEADLINE_MS,
);

it(
  'without a fault hardly any event comes twice, however many workers there are',
  async () => {
    await startWorkers();
    await writeEvents(world.database.url, writing);
    for (const path of PATHS) await patiently(() => everyone(path), DEADLINE_MS);
    const total = PATHS.reduce((sum, path) => sum + receivers.total(path), 0);
    expect(total / (EVENTS * PATHS.length)).toBeLessThanOrEqual(1.05);
  },
  DEADLINE_MS,
);
