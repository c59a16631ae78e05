import { Waker } from '../../../src/database/waker.js';
import { WorkerLoop, type WorkerTask } from '../../../src/database/worker-loop.js';
import { Gate } from '../../support/gate.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const NEVER_MS = 600_000;

let db: TestDataSource;
let waker: Waker;

beforeAll(async () => {
  db = await openTestDatabase();
  waker = new Waker(db.database, db.dataSource);
});

afterAll(async () => {
  await waker.onApplicationShutdown();
  await db.close();
});

/** Does one scripted thing a tick; the ticks after the script find nothing to do. */
class ScriptedTask implements WorkerTask {
  readonly name = 'scripted';
  readonly topic = `scripted-${Math.random()}`;
  ticks = 0;
  private readonly awaited = new Map<number, Gate>();

  constructor(
    private readonly script: readonly (() => boolean | Promise<boolean>)[],
    readonly pollMs = NEVER_MS,
    readonly paceMs?: number,
  ) {}

  async tick(): Promise<boolean> {
    this.ticks += 1;
    this.gateOf(this.ticks).open();
    return (await this.script[this.ticks - 1]?.()) ?? false;
  }

  /** Resolves when the tick of that number begins. */
  begun(tick: number): Promise<void> {
    return this.gateOf(tick).opened;
  }

  private gateOf(tick: number): Gate {
    const gate = this.awaited.get(tick) ?? new Gate();
    this.awaited.set(tick, gate);
    return gate;
  }
}

async function withLoop(
  task: ScriptedTask,
  work: (loop: WorkerLoop, logger: RecordingLogger) => Promise<void>,
): Promise<void> {
  const logger = new RecordingLogger();
  const loop = new WorkerLoop(task, waker, logger);
  try {
    await work(loop, logger);
  } finally {
    await loop.stop();
  }
}

describe('a worker', () => {
  it('does together what a burst of wake-ups within its pace brings', async () => {
    const task = new ScriptedTask([], NEVER_MS, 200);
    await withLoop(task, async () => {
      await task.begun(1);
      const beganMs = performance.now();
      for (let wakeUps = 0; wakeUps < 5; wakeUps += 1) waker.wakeHere(task.topic);
      await task.begun(2);
      expect(performance.now() - beganMs).toBeGreaterThan(150);
    });
    expect(task.ticks).toBe(2);
  });

  it('goes on at once while there is more to do', async () => {
    const task = new ScriptedTask([() => true, () => true, () => false]);
    await withLoop(task, () => task.begun(3));
    expect(task.ticks).toBe(3);
  });

  it('waits when there is nothing to do, until it is wakened', async () => {
    const task = new ScriptedTask([]);
    await withLoop(task, async () => {
      await task.begun(1);
      await new Promise(setImmediate);
      expect(task.ticks).toBe(1);
      waker.wake(task.topic);
      await task.begun(2);
    });
  });

  it('looks again by itself after its poll time', async () => {
    const task = new ScriptedTask([], 1);
    await withLoop(task, () => task.begun(3));
    expect(task.ticks).toBeGreaterThanOrEqual(3);
  });

  it('does not lose a wake-up that comes while it is at work', async () => {
    const mayEnd = new Gate();
    const task = new ScriptedTask([() => mayEnd.opened.then(() => false)]);
    await withLoop(task, async () => {
      await task.begun(1);
      waker.wake(task.topic);
      mayEnd.open();
      await task.begun(2);
    });
    expect(task.ticks).toBeGreaterThanOrEqual(2);
  });

  it('logs a tick that failed, by name, and tries again', async () => {
    const failure = new Error('no luck');
    const task = new ScriptedTask([() => Promise.reject(failure)], 1);
    await withLoop(task, async (_, logger) => {
      await task.begun(2);
      expect(logger.lines).toEqual([
        { level: 'error', facts: { worker: 'scripted', err: failure }, message: 'worker tick failed' },
      ]);
    });
  });

  it('stops only when the tick at work has ended, and begins no other', async () => {
    const mayEnd = new Gate();
    const task = new ScriptedTask([() => mayEnd.opened.then(() => true)]);
    await withLoop(task, async (loop) => {
      await task.begun(1);
      let hasStopped = false;
      const stopped = loop.stop().then(() => (hasStopped = true));
      await new Promise(setImmediate);
      expect(hasStopped).toBe(false);
      mayEnd.open();
      await stopped;
    });
    expect(task.ticks).toBe(1);
  });

  it('stops at once while it waits', async () => {
    const task = new ScriptedTask([]);
    await withLoop(task, async (loop) => {
      await task.begun(1);
      await loop.stop();
    });
    expect(task.ticks).toBe(1);
  });
});

describe('a wake-up', () => {
  it('ends the wait of everybody who waits for its topic, and of nobody else', async () => {
    let isOtherAwake = false;
    void waker.wait('other', NEVER_MS).then(() => (isOtherAwake = true));
    const waits = [waker.wait('news', NEVER_MS), waker.wait('news', NEVER_MS)];
    waker.wake('news');
    await Promise.all(waits);
    expect(isOtherAwake).toBe(false);
  });

  it('is not waited for longer than asked', async () => {
    await expect(waker.wait('nothing comes', 1)).resolves.toBeUndefined();
  });

  it('reaches the other processes', async () => {
    await expect(wakeFromElsewhere()).resolves.toBeUndefined();
  });

  it('is no longer waited for when the process stops', async () => {
    const stopping = new Waker(db.database, db.dataSource);
    const wait = stopping.wait('nothing comes', NEVER_MS);
    await stopping.onApplicationShutdown();
    await expect(wait).resolves.toBeUndefined();
  });

  it('leaves no connection behind when the process stops while it connects', async () => {
    const brief = new Waker(db.database, db.dataSource);
    brief.onModuleInit();
    await brief.onApplicationShutdown();
    // One that begins later and ends properly shows that the first has had the time to connect.
    await wakeFromElsewhere();
    expect(await countListeners()).toBe(0);
  });
});

/** A wake-up that goes through the database to another process's waker. */
async function wakeFromElsewhere(): Promise<void> {
  const [here, there] = [new Waker(db.database, db.dataSource), new Waker(db.database, db.dataSource)];
  there.onModuleInit();
  const arrived = new Gate();
  there.on('far', arrived.open);
  // The other one may not listen yet, and tells nobody when it does.
  const again = setInterval(() => here.wake('far'), 10);
  await arrived.opened;
  clearInterval(again);
  await Promise.all([here.onApplicationShutdown(), there.onApplicationShutdown()]);
}

/** Connections that listen, once those that are closing are gone. */
async function countListeners(): Promise<number> {
  let count = 0;
  for (let tries = 0; tries < 25; tries += 1) {
    const [row] = await db.database.query<{ count: number }>(
      `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
    );
    count = row!.count;
    if (count === 0) break;
    await db.database.query('SELECT pg_sleep(0.02)');
  }
  return count;
}
