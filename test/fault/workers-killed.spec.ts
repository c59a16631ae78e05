import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DunlinProcess } from '../support/dunlin.process.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { writeEvents } from '../support/event-writers.js';
import { ManyReceivers } from '../support/many.receivers.js';
import { patiently } from '../support/patiently.js';

/** `npm run proof` says `long`. */
const IS_LONG = process.env['DUNLIN_PROOF'] === 'long';
const EVENTS = IS_LONG ? 20_000 : 400;
const KILLS = IS_LONG ? 40 : 3;
const DEADLINE_MS = IS_LONG ? 1_200_000 : 120_000;
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

/** One of them, at random, is killed and another begun in its place, so often. */
async function killAtRandom(workers: DunlinProcess[]): Promise<void> {
  for (let kills = 0; kills < KILLS; kills += 1) {
    await delay(randomInt(300, 900));
    const victim = randomInt(workers.length);
    await workers[victim]!.kill('SIGKILL');
    workers[victim] = await startWorker();
  }
}

/** Reads the feed page by page from where it stopped, as an ERP does, until it has seen all that was ever written. */
async function followFeed(expected: () => number): Promise<{ sequence: number; data: { number: number } }[]> {
  const seen: { sequence: number; data: { number: number } }[] = [];
  while (seen.length < expected()) {
    const after = seen.at(-1)?.sequence ?? 0;
    const { data } = await world.api.read<{ data: typeof seen }>(`/v1/events?after=${after}&limit=100`);
    seen.push(...data);
    if (data.length === 0) await delay(20);
  }
  return seen;
}

async function reachedEveryone(events: number): Promise<void> {
  for (const path of PATHS)
    await patiently(() => (receivers.distinct(path) === events ? true : undefined), DEADLINE_MS);
}

const MANNER = { writers: 8, commitDelayMs: 30, rollbackOneIn: 7 };

it(
  'workers that are killed at random lose no event, and a reader of the feed sees each once and in order',
  async () => {
    const killing = killAtRandom(await startWorkers());
    let isKilling = true;
    const end = () => (isKilling = false);
    void killing.then(end, end);
    let written = 0;
    let total = Infinity;
    const feed = followFeed(() => total);
    // For as long as workers are killed there is something to lose.
    while (isKilling || written < EVENTS) {
      await writeEvents(world.database.url, { ...MANNER, events: 50, from: written, perSecond: IS_LONG ? 400 : 40 });
      written += 50;
    }
    total = written;
    await killing;
    await reachedEveryone(written);
    const seen = await feed;
    expect(seen.map(({ sequence }) => sequence)).toEqual(Array.from({ length: written }, (_, index) => index + 1));
    expect(new Set(seen.map(({ data }) => data.number)).size).toBe(written);
  },
  DEADLINE_MS,
);

it(
  'without a fault hardly any event comes twice, however many workers there are',
  async () => {
    await startWorkers();
    await writeEvents(world.database.url, { ...MANNER, events: EVENTS });
    await reachedEveryone(EVENTS);
    const total = PATHS.reduce((sum, path) => sum + receivers.total(path), 0);
    expect(total / (EVENTS * PATHS.length)).toBeLessThanOrEqual(1.05);
  },
  DEADLINE_MS,
);
