// Two ways to number events without gaps: (a) a counter's row, locked inside every business transaction; (b) the sequencer,
// which numbers what is committed. Both write the same rows over the same connections, each transaction with a durable commit.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { AccountsService } from '../dist/src/accounts/accounts.service.js';
import { SystemClock } from '../dist/src/common/clock.js';
import { newId } from '../dist/src/common/ids.js';
import { Database } from '../dist/src/database/database.js';
import { StatementNames } from '../dist/src/database/sql.js';
import { Transactor } from '../dist/src/database/transactor.js';
import { Waker } from '../dist/src/database/waker.js';
import { WorkerLoop } from '../dist/src/database/worker-loop.js';
import { EVENTS_TOPIC } from '../dist/src/events/event-log.js';
import { EventSequencer } from '../dist/src/events/event-sequencer.js';
import { EventSequencerWorker, NUMBERED_TOPIC } from '../dist/src/events/event-sequencer.worker.js';

const CONNECTIONS = 32;
const ROUNDS = 3;
const RUN_MS = 800;
const DATA = JSON.stringify({ payment: { reference: 'INV-1', description: 'x'.repeat(800) } });

const BUSINESS = 'INSERT INTO bench_payments (account_id, body) VALUES ($1, $2)';
const WITH_COUNTER = `WITH counter AS (
    UPDATE event_counters SET last_sequence = last_sequence + 1 WHERE account_id = $1 AND mode = 'sandbox' RETURNING last_sequence
  ) INSERT INTO events (account_id, mode, id, sequence, type, data, created_at)
  SELECT $1, 'sandbox', $2, last_sequence, 'payment.updated', $3, now() FROM counter`;
const WITHOUT_NUMBER = `INSERT INTO events (account_id, mode, id, type, data, created_at)
  VALUES ($1, 'sandbox', $2, 'payment.updated', $3, now())`;

/** Medians of alternating runs, for one account and for as many as there are connections, and the delay of (b). */
export async function measureNumbering({ url, options }) {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  await pool.query(
    'CREATE TABLE bench_payments (id bigserial PRIMARY KEY, account_id uuid NOT NULL, body json NOT NULL)',
  );
  const pipeline = await startPipeline(options);
  const bench = { pool, pipeline };
  try {
    // The first run of each also plans the statements and fills the pool.
    for (const run of [runCounter, runSequencer]) await run(bench, await accountsIn(bench, 1));
    const throughput = [await compare(bench, 1), await compare(bench, CONNECTIONS)];
    return { throughput, delayMs: await measureDelay(bench, throughput[0]['(b) sequencer'] / 5) };
  } finally {
    await pipeline.stop();
    await pool.end();
  }
}

async function compare(bench, accounts) {
  const [counter, sequencer] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    counter.push(await runCounter(bench, await accountsIn(bench, accounts)));
    sequencer.push(await runSequencer(bench, await accountsIn(bench, accounts)));
  }
  const [a, b] = [median(counter), median(sequencer)];
  return { accounts, '(a) counter': a, '(b) sequencer': b, 'b / a': Number((b / a).toFixed(2)) };
}

async function runCounter({ pool }, accounts) {
  const startMs = performance.now();
  const ids = await writeFor(pool, { accounts, statement: { name: 'with-counter', text: WITH_COUNTER } });
  return perSecond(ids.length, performance.now() - startMs);
}

/** Until the last event has its number. */
async function runSequencer({ pool, pipeline }, accounts) {
  const startMs = performance.now();
  const statement = { name: 'without-number', text: WITHOUT_NUMBER };
  const ids = await writeFor(pool, { accounts, statement, committed: () => pipeline.announce() });
  await pipeline.settled();
  return perSecond(ids.length, performance.now() - startMs);
}

async function writeFor(pool, { accounts, statement, committed }) {
  const endMs = performance.now() + RUN_MS;
  const write = async (connection) => {
    const ids = [];
    const client = await pool.connect();
    while (performance.now() < endMs) {
      ids.push(await transact(client, { account: accounts[connection % accounts.length], statement }));
      committed?.();
    }
    client.release();
    return ids;
  };
  return (await Promise.all(Array.from({ length: CONNECTIONS }, (_, connection) => write(connection)))).flat();
}

async function transact(client, { account, statement }) {
  const id = newId();
  await client.query('BEGIN');
  await client.query({ name: 'business', text: BUSINESS, values: [account, DATA] });
  await client.query({ ...statement, values: [account, id, DATA] });
  await client.query('COMMIT');
  return id;
}

/** Events come evenly; a reader that is woken like any other notes when it sees each. */
async function measureDelay({ pool, pipeline }, eventsPerSecond) {
  const [account] = await accountsIn({ pool, pipeline }, 1);
  const [committedMs, seenMs] = [new Map(), new Map()];
  const reader = readAll(pipeline, { account, seenMs });
  const startMs = performance.now();
  const writes = [];
  for (let sent = 0; performance.now() - startMs < 2 * RUN_MS; await delay(1)) {
    for (; sent < ((performance.now() - startMs) / 1000) * eventsPerSecond; sent += 1) {
      writes.push(
        writeOne(pool, account)
          .then((id) => committedMs.set(id, performance.now()))
          .then(pipeline.announce),
      );
    }
  }
  await Promise.all(writes);
  await pipeline.settled();
  await reader.stop();
  const delays = [...committedMs].map(([id, at]) => Math.max(0, seenMs.get(id) - at)).sort((a, b) => a - b);
  const at = (share) => Number(delays[Math.floor(delays.length * share)].toFixed(1));
  return { 'events a second': Math.round(eventsPerSecond), p50: at(0.5), p99: at(0.99) };
}

async function writeOne(pool, account) {
  const client = await pool.connect();
  try {
    return await transact(client, { account, statement: { name: 'without-number', text: WITHOUT_NUMBER } });
  } finally {
    client.release();
  }
}

function readAll({ database, waker }, { account, seenMs }) {
  let [after, isStopped] = [0, false];
  const read = async () => {
    const rows = await database.query(
      `SELECT id, sequence FROM events WHERE account_id = $1 AND mode = 'sandbox' AND sequence > $2 ORDER BY sequence LIMIT 1000`,
      [account, after],
    );
    for (const { id } of rows) seenMs.set(id, performance.now());
    after = rows.at(-1)?.sequence ?? after;
    return rows.length;
  };
  const running = (async () => {
    while (!isStopped) if ((await read()) === 0) await waker.wait(NUMBERED_TOPIC, 50);
    while ((await read()) > 0);
  })();
  return { stop: () => ((isStopped = true), running) };
}

/** The sequencer as a worker runs it. */
async function startPipeline(options) {
  const dataSource = await new DataSource(options).initialize();
  const names = new StatementNames();
  const database = new Database(dataSource, names);
  const waker = new Waker(database, dataSource);
  const sequencer = new EventSequencer(new Transactor(dataSource, names));
  const logger = { error: ({ err }) => console.error(err) };
  const loop = new WorkerLoop(new EventSequencerWorker(sequencer, waker, { workerPollMs: 1000 }), waker, logger);
  const hasUnnumbered = async () =>
    (await database.query('SELECT FROM events WHERE sequence IS NULL ORDER BY position LIMIT 1')).length > 0;
  return {
    accounts: new AccountsService(database, new SystemClock()),
    database,
    waker,
    announce: () => waker.wake(EVENTS_TOPIC),
    settled: async () => {
      while (await hasUnnumbered()) await waker.wait(NUMBERED_TOPIC, 20);
    },
    stop: async () => {
      await loop.stop();
      await waker.onApplicationShutdown();
      await dataSource.destroy();
    },
  };
}

async function accountsIn({ pool, pipeline }, count) {
  const ids = Array.from({ length: count }, () => newId());
  await Promise.all(ids.map((id) => pipeline.accounts.create(id, { name: 'Sample School' })));
  await pool.query(
    `INSERT INTO event_counters (account_id, mode, last_sequence) SELECT id, 'sandbox', 0 FROM unnest($1::uuid[]) id`,
    [ids],
  );
  return ids;
}

function perSecond(count, tookMs) {
  return Math.round((count / tookMs) * 1000);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
