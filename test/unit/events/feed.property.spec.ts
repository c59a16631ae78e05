import { jest } from '@jest/globals';
import fc from 'fast-check';
import { EventSequencer } from '../../../src/events/event-sequencer.js';
import type { Event } from '../../../src/events/event.entity.js';
import type { EventsService } from '../../../src/events/events.service.js';
import { anEvent, anOwnerIn, type Owner } from '../../support/builders.js';
import { feedOf } from '../../support/feed.readers.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

jest.setTimeout(120_000);

const TYPES = ['payment.updated', 'payment.paid', 'link.created'];
const WRITERS = 6;

let db: TestDataSource;
let feed: EventsService;
let kills = 0;

beforeAll(async () => {
  db = await openTestDatabase();
  feed = feedOf(db);
});

afterAll(() => db.close());

interface Plan {
  readonly owner: number;
  /** One event each, of that type. */
  readonly types: readonly number[];
  /** Statements between writing and committing. */
  readonly delay: number;
  readonly isUndone: boolean;
}

/** When a transaction began to write, and when its commit was known, on one clock that ticks with each of these. */
interface Written {
  readonly began: number;
  readonly committed: number;
}

const plan = fc.record<Plan>({
  owner: fc.nat({ max: 2 }),
  types: fc.array(fc.nat({ max: TYPES.length - 1 }), { minLength: 1, maxLength: 4 }),
  delay: fc.nat({ max: 8 }),
  isUndone: fc.boolean(),
});
const plans = fc.array(fc.array(plan, { minLength: 4, maxLength: 16 }), { minLength: WRITERS, maxLength: WRITERS });

class Scene {
  readonly written = new Map<string, Written>();
  isWriting = true;
  private ticks = 0;

  constructor(readonly owners: readonly Owner[]) {}

  static async create(): Promise<Scene> {
    const sandbox = await anOwnerIn(db.database);
    return new Scene([sandbox, { ...sandbox, mode: 'live' }, await anOwnerIn(db.database)]);
  }

  async write(steps: readonly Plan[]): Promise<void> {
    for (const { owner, types, delay, isUndone } of steps) {
      const events = types.map((type) => anEvent(this.owners[owner]!, { type: TYPES[type]! }));
      const began = (this.ticks += 1);
      const work = db.transactor.run(async (tx) => {
        await tx.write({ insert: events });
        for (let turn = 0; turn < delay; turn += 1) await tx.query('SELECT 1');
        if (isUndone) throw new Error('undone');
      });
      if (isUndone) {
        await expect(work).rejects.toThrow('undone');
        continue;
      }
      await work;
      const committed = (this.ticks += 1);
      for (const { id } of events) this.written.set(id, { began, committed });
    }
  }

  async number(): Promise<void> {
    // One that is killed in the middle is followed by another, as in a process that is started again.
    while (this.isWriting) await new EventSequencer(db.transactor).number().catch(() => 0);
  }

  /** Ends, again and again, the connection of whoever holds the sequencer's lock. */
  async kill(): Promise<void> {
    while (this.isWriting) {
      const killed = await db.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      kills += killed.length;
      for (let turn = 0; turn < 5; turn += 1) await db.database.query('SELECT 1');
    }
  }

  /** Reads as an ERP does, which keeps `lastSequence` alone, until everything is written and read. */
  async read(owner: Owner, type?: string): Promise<Event[]> {
    const seen: Event[] = [];
    for (let after = 0, isLast = false; ;) {
      const { events, lastSequence } = await feed.page(owner, { after, limit: 7, type });
      expect(lastSequence).toBeGreaterThanOrEqual(events.at(-1)?.sequence ?? after);
      if (type === undefined) expect(sequencesOf(events)).toEqual(events.map((_, index) => after + index + 1));
      seen.push(...events);
      after = lastSequence;
      if (isLast && events.length === 0) return seen;
      isLast = this.written.size > 0 && (await this.isSettled());
    }
  }

  private async isSettled(): Promise<boolean> {
    if (this.isWriting) return false;
    const [row] = await db.database.query<{ open: number }>(
      'SELECT count(*) AS open FROM events WHERE sequence IS NULL',
    );
    return row!.open === 0;
  }
}

function sequencesOf(events: readonly Event[]): (number | null)[] {
  return events.map(({ sequence }) => sequence);
}

describe('readers that poll while many write, undo and commit late, and sequencers are killed', () => {
  it('see 1, 2, 3 … per account and mode, miss nothing, and read nothing before what it could know of', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (writers) => {
        fc.pre(writers.flat().some(({ isUndone }) => !isUndone));
        const scene = await Scene.create();
        const background = [scene.number(), scene.number(), scene.kill()];
        const readers = scene.owners.map((owner) => Promise.all([scene.read(owner), scene.read(owner, TYPES[1])]));
        await Promise.all(writers.map((steps) => scene.write(steps)));
        scene.isWriting = false;
        await Promise.all(background);
        while ((await new EventSequencer(db.transactor).number()) > 0);

        const read = await Promise.all(readers);
        for (const [all, ofType] of read) {
          expect(sequencesOf(all)).toEqual(all.map((_, index) => index + 1));
          expect(ofType.map(({ id }) => id)).toEqual(all.filter(({ type }) => type === TYPES[1]).map(({ id }) => id));
          expectKnownOrder(all.map(({ id }) => scene.written.get(id)!));
        }
        const ids = read.flatMap(([all]) => all.map(({ id }) => id));
        expect(ids.sort()).toEqual([...scene.written.keys()].sort());
      }),
      // Each run interleaves anew: the same plan need not fail again, so there is nothing to shrink.
      { numRuns: 5, endOnFailure: true },
    );
    expect(kills).toBeGreaterThan(0);
  });
});

/** Nothing is numbered behind what began after it was committed. */
function expectKnownOrder(inOrder: readonly Written[]): void {
  let latestBeginning = 0;
  for (const { began, committed } of inOrder) {
    expect(committed).toBeGreaterThan(latestBeginning);
    latestBeginning = Math.max(latestBeginning, began);
  }
}
