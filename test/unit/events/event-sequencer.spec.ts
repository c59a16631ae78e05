import { EventSequencer } from '../../../src/events/event-sequencer.js';
import type { EventsService } from '../../../src/events/events.service.js';
import { anEvent, anOwnerIn, type Owner } from '../../support/builders.js';
import { feedOf } from '../../support/feed.readers.js';
import { Gate } from '../../support/gate.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;
let sequencer: EventSequencer;
let feed: EventsService;

beforeAll(async () => {
  db = await openTestDatabase();
  sequencer = new EventSequencer(db.transactor);
  feed = feedOf(db);
});

afterAll(() => db.close());

/** All events of the owner as the feed tells them: `1:<id>`, … */
async function told(owner: Owner): Promise<string[]> {
  const { events } = await feed.page(owner, { after: 0, limit: 1000 });
  return events.map(({ sequence, id }) => `${sequence}:${id}`);
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
