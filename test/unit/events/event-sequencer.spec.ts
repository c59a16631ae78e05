import { newId } from '../../../src/common/ids.js';
import { EventSequencer } from '../../../src/events/event-sequencer.js';
import { Event } from '../../../src/events/event.entity.js';
import { EventsService } from '../../../src/events/events.service.js';
import { anEvent, anOwnerIn, type Owner } from '../../support/builders.js';
import { Gate } from '../../support/gate.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;
let sequencer: EventSequencer;
let feed: EventsService;

beforeAll(async () => {
  db = await openTestDatabase();
  sequencer = new EventSequencer(db.transactor);
  feed = new EventsService(db.database);
});

afterAll(() => db.close());

const callerOf = (owner: Owner) => ({ ...owner, keyId: newId(), scopes: [] });

function after(owner: Owner, sequence: number, limit = 1000): Promise<Event[]> {
  return feed.after(callerOf(owner), { sequence, limit });
}

/** All events of the owner as the feed tells them: `1:<id>`, … */
async function told(owner: Owner): Promise<string[]> {
  return (await after(owner, 0)).map(({ sequence, id }) => `${sequence}:${id}`);
}

const numbered = (ids: readonly string[]) => ids.map((id, index) => `${index + 1}:${id}`);

describe('the sequencer', () => {
  it('numbers what one statement wrote in the order in which it was given', async () => {
    const owner = await anOwnerIn(db.database);
    const events = Array.from({ length: 30 }, () => anEvent(owner));
    await db.database.write({ insert: events });
    expect(await sequencer.number()).toBe(30);
    expect(await told(owner)).toEqual(numbered(events.map(({ id }) => id)));
  });

  it('goes on where it ended', async () => {
    const owner = await anOwnerIn(db.database);
    const events = [anEvent(owner), anEvent(owner), anEvent(owner)];
    for (const event of events) {
      await db.database.write({ insert: [event] });
      await sequencer.number();
    }
    expect(await told(owner)).toEqual(numbered(events.map(({ id }) => id)));
  });

  it('counts each account and each mode by itself', async () => {
    const sandbox = await anOwnerIn(db.database);
    const owners: Owner[] = [sandbox, { ...sandbox, mode: 'live' }, await anOwnerIn(db.database)];
    const events = Array.from({ length: 9 }, (_, index) => anEvent(owners[index % 3]!));
    await db.database.write({ insert: events });
    await sequencer.number();
    for (const [index, owner] of owners.entries()) {
      const own = events.filter((_, position) => position % 3 === index);
      expect(await told(owner)).toEqual(numbered(own.map(({ id }) => id)));
    }
  });

  it('leaves no hole where a transaction was undone', async () => {
    const owner = await anOwnerIn(db.database);
    const [first, undone, last] = [anEvent(owner), anEvent(owner), anEvent(owner)];
    await db.database.write({ insert: [first] });
    const failing = db.transactor.run(async (tx) => {
      await tx.write({ insert: [undone] });
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    await db.database.write({ insert: [last] });
    await sequencer.number();
    expect(await told(owner)).toEqual(numbered([first.id, last.id]));
  });

  it('gives a late commit the next number, not the one its place in the log suggests', async () => {
    const owner = await anOwnerIn(db.database);
    const [slow, fast] = [anEvent(owner), anEvent(owner)];
    const [hasWritten, mayCommit] = [new Gate(), new Gate()];
    const slowCommit = db.transactor.run(async (tx) => {
      await tx.write({ insert: [slow] });
      hasWritten.open();
      await mayCommit.opened;
    });
    await hasWritten.opened;
    await db.database.write({ insert: [fast] });
    await sequencer.number();
    expect(await told(owner)).toEqual(numbered([fast.id]));
    mayCommit.open();
    await slowCommit;
    await sequencer.number();
    expect(await told(owner)).toEqual(numbered([fast.id, slow.id]));
  });

  it('steps back while another process is at it', async () => {
    const owner = await anOwnerIn(db.database);
    const event = anEvent(owner);
    await db.database.write({ insert: [event] });
    const [isHeld, mayGoOn] = [new Gate(), new Gate()];
    // Holds whoever numbers in the middle of it.
    const holder = db.transactor.run(async (tx) => {
      await tx.query('SELECT FROM events WHERE id = $1 FOR UPDATE', [event.id]);
      isHeld.open();
      await mayGoOn.opened;
    });
    await isHeld.opened;
    const both = [sequencer.number(), new EventSequencer(db.transactor).number()];
    expect(await Promise.race(both)).toBe(0);
    mayGoOn.open();
    await holder;
    expect((await Promise.all(both)).sort()).toEqual([0, 1]);
  });
});

describe('a reader that polls while eight writers and two sequencers are at work', () => {
  it('sees 1, 2, 3 … per account and mode, and nothing appears behind it', async () => {
    const sandbox = await anOwnerIn(db.database);
    const owners: Owner[] = [sandbox, { ...sandbox, mode: 'live' }, await anOwnerIn(db.database)];
    const committed = new Set<string>();
    const failures: string[] = [];
    const seen = new Map(owners.map((owner) => [owner, [] as string[]]));
    let isWriting = true;

    const write = async (writer: number) => {
      for (let round = 0; round < 25; round += 1) {
        const events = Array.from({ length: 1 + (round % 3) }, () => anEvent(owners[(writer + round) % 3]!));
        await db.transactor
          .run(async (tx) => {
            await tx.write({ insert: events });
            // Some hold their numbers of the log much longer than others before they commit.
            for (let turn = (writer * 7 + round) % 5; turn > 0; turn -= 1) await tx.query('SELECT 1');
            if ((writer + round) % 4 === 0) throw new Error('undone');
            return events;
          })
          .then((written) => written.forEach(({ id }) => committed.add(id)))
          .catch((error: Error) => failures.push(error.message));
      }
    };
    const number = async () => {
      while (isWriting) await sequencer.number();
    };
    const read = async () => {
      for (let isLast = false; ; isLast = !isWriting) {
        for (const owner of owners) {
          const ids = seen.get(owner)!;
          const news = await after(owner, ids.length, 7);
          expect(news.map(({ sequence }) => sequence)).toEqual(news.map((_, index) => ids.length + index + 1));
          ids.push(...news.map(({ id }) => id));
        }
        if (isLast) return;
      }
    };

    const background = [number(), number(), read()];
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    isWriting = false;
    await Promise.all(background);
    await sequencer.number();

    expect(new Set(failures)).toEqual(new Set(['undone']));
    for (const owner of owners) {
      const ids = seen.get(owner)!;
      const all = (await after(owner, 0)).map(({ id }) => id);
      expect(all.slice(0, ids.length)).toEqual(ids);
      all.forEach((id) => expect(committed.delete(id)).toBe(true));
    }
    expect([...committed]).toEqual([]);
  });
});
