import { Drain } from '../../../src/common/drain.js';
import { Database } from '../../../src/database/database.js';
import { StatementNames } from '../../../src/database/sql.js';
import { Waker } from '../../../src/database/waker.js';
import { NUMBERED_TOPIC } from '../../../src/events/event-sequencer.worker.js';
import { EventSequencer } from '../../../src/events/event-sequencer.js';
import { EventWaiters, MAX_WAITING, type Patience } from '../../../src/events/event-waiters.js';
import { anEvent, anOwnerIn, type Owner } from '../../support/builders.js';
import { aConfig } from '../../support/feed.readers.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const NEVER_MS = 600_000;

let db: TestDataSource;
let waker: Waker;
const rooms: EventWaiters[] = [];

beforeAll(async () => {
  db = await openTestDatabase();
  waker = new Waker(db.database, db.dataSource);
});

afterEach(() => rooms.splice(0).forEach((room) => room.onApplicationShutdown()));

afterAll(async () => {
  await waker.onApplicationShutdown();
  await db.close();
});

class CountingDatabase extends Database {
  statements = 0;

  override query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    this.statements += 1;
    return super.query<Row>(text, values);
  }
}

function aRoom({ pollMs = NEVER_MS } = {}) {
  const database = new CountingDatabase(db.dataSource, new StatementNames());
  const drain = new Drain();
  const room = new EventWaiters(database, waker, drain, aConfig({ workerPollMs: pollMs }));
  room.onModuleInit();
  rooms.push(room);
  return { room, drain, database };
}

function patience(room: EventWaiters, changes: Partial<Patience> = {}): Patience {
  return {
    beyond: 0,
    wakeUpsBefore: room.wakeUps,
    timeoutMs: NEVER_MS,
    signal: new AbortController().signal,
    ...changes,
  };
}

/** A new event, numbered, which nobody is told of. */
async function number(owner: Owner): Promise<void> {
  await db.database.write({ insert: [anEvent(owner)] });
  await new EventSequencer(db.transactor).number();
}

describe('a reader that waits for news', () => {
  it('is told when events of its account and mode were numbered', async () => {
    const { room } = aRoom();
    const owner = await anOwnerIn(db.database);
    const told = room.forNews(owner, patience(room));
    await number(owner);
    waker.wake(NUMBERED_TOPIC);
    expect(await told).toBe(true);
    expect(room.count).toBe(0);
  });

  it('is told by the poll when the message was lost', async () => {
    const { room } = aRoom({ pollMs: 5 });
    const owner = await anOwnerIn(db.database);
    const told = room.forNews(owner, patience(room));
    await number(owner);
    expect(await told).toBe(true);
  });

  it('is told at once of what was numbered between its look and its waiting', async () => {
    const { room } = aRoom();
    const owner = await anOwnerIn(db.database);
    const beforeItsLook = patience(room);
    await number(owner);
    waker.wake(NUMBERED_TOPIC);
    expect(await room.forNews(owner, beforeItsLook)).toBe(true);
  });

  it('goes on waiting when only others have news, another mode of its account among them', async () => {
    const { room } = aRoom();
    const owner = await anOwnerIn(db.database);
    const live: Owner = { ...owner, mode: 'live' };
    let isTold = false;
    const waiting = room.forNews(owner, patience(room)).then(() => (isTold = true));
    const told = room.forNews(live, patience(room));
    await number(live);
    waker.wake(NUMBERED_TOPIC);
    expect(await told).toBe(true);
    expect(isTold).toBe(false);
    await number(owner);
    waker.wake(NUMBERED_TOPIC);
    await waiting;
  });

  it('goes on waiting while nothing is beyond what it has read', async () => {
    const { room } = aRoom({ pollMs: 5 });
    const owner = await anOwnerIn(db.database);
    await number(owner);
    const told = room.forNews(owner, patience(room, { beyond: 1 }));
    const other = await anOwnerIn(db.database);
    await number(other);
    expect(await room.forNews(other, patience(room))).toBe(true);
    expect(room.count).toBe(1);
    await number(owner);
    expect(await told).toBe(true);
  });

  it('waits no longer than it asked for', async () => {
    const { room } = aRoom();
    const owner = await anOwnerIn(db.database);
    expect(await room.forNews(owner, patience(room, { timeoutMs: 1 }))).toBe(false);
    expect(room.count).toBe(0);
  });

  it('is forgotten in the moment in which it hangs up', async () => {
    const { room } = aRoom();
    const hangUp = new AbortController();
    const told = room.forNews(await anOwnerIn(db.database), patience(room, { signal: hangUp.signal }));
    expect(room.count).toBe(1);
    hangUp.abort();
    expect(room.count).toBe(0);
    expect(await told).toBe(false);
  });

  it('does not begin to wait when it has hung up before', async () => {
    const { room } = aRoom();
    const told = room.forNews(await anOwnerIn(db.database), patience(room, { signal: AbortSignal.abort() }));
    expect(room.count).toBe(0);
    expect(await told).toBe(false);
  });

  it('is answered at once when the process stops, and nobody begins to wait afterwards', async () => {
    const { room, drain } = aRoom();
    const owner = await anOwnerIn(db.database);
    const told = room.forNews(owner, patience(room));
    drain.begin();
    expect(await told).toBe(false);
    expect(await room.forNews(owner, patience(room))).toBe(false);
  });
});

describe('many readers that wait', () => {
  it('are told by one statement, whatever the number of their accounts', async () => {
    const { room, database } = aRoom();
    const owners = await Promise.all(Array.from({ length: 30 }, () => anOwnerIn(db.database)));
    await db.database.write({ insert: owners.map((owner) => anEvent(owner)) });
    const told = owners.flatMap((owner) => [1, 2, 3].map(() => room.forNews(owner, patience(room))));
    expect(room.count).toBe(90);
    await new EventSequencer(db.transactor).number();
    waker.wake(NUMBERED_TOPIC);
    expect(new Set(await Promise.all(told))).toEqual(new Set([true]));
    expect(database.statements).toBe(1);
  });

  it(`are at most ${MAX_WAITING} of one account and mode, and the others' places are their own`, async () => {
    const { room, drain } = aRoom();
    const owner = await anOwnerIn(db.database);
    const waiting = Array.from({ length: MAX_WAITING }, () => room.forNews(owner, patience(room)));
    expect(await room.forNews(owner, patience(room))).toBe(false);
    const ofAnotherMode = room.forNews({ ...owner, mode: 'live' }, patience(room));
    expect(room.count).toBe(MAX_WAITING + 1);
    drain.begin();
    await Promise.all([...waiting, ofAnotherMode]);
  });

  it('cost nothing when they are gone', async () => {
    const { room, database } = aRoom({ pollMs: 1 });
    const hangUp = new AbortController();
    const told = room.forNews(await anOwnerIn(db.database), patience(room, { signal: hangUp.signal }));
    hangUp.abort();
    await told;
    waker.wake(NUMBERED_TOPIC);
    // Another room's reader is asked for several times meanwhile.
    const { room: other } = aRoom({ pollMs: 1 });
    await other.forNews(await anOwnerIn(db.database), patience(other, { timeoutMs: 100 }));
    expect(database.statements).toBe(0);
  });
});
