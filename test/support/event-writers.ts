import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DEFAULT_ACCOUNT_ID } from '../../src/accounts/installation.js';
import { newId } from '../../src/common/ids.js';

export interface WritingPlan {
  readonly events: number;
  /** The first one's `data.number`; 0 without it. */
  readonly from?: number;
  readonly writers: number;
  /** Per second, all writers together; without it, as fast as they can. */
  readonly perSecond?: number;
  /** Up to so long passes between writing and COMMIT, so that later events overtake earlier ones. */
  readonly commitDelayMs?: number;
  /** One transaction in so many is rolled back after its event was written; without it, none. */
  readonly rollbackOneIn?: number;
}

const BODY = { payment: { object: 'payment', description: 'x'.repeat(900), items: [], metadata: { order: '1042' } } };

/**
 * Writes events of the default account's sandbox as the program does: each in a transaction of its own, announced after
 * its commit. Answers when each was committed (`performance.now()`), by its `data.number`.
 */
export async function writeEvents(databaseUrl: string, plan: WritingPlan): Promise<ReadonlyMap<number, number>> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: plan.writers });
  const committedAt = new Map<number, number>();
  const startedAt = performance.now();
  let next = 0;
  const write = async () => {
    while (next < plan.events) {
      const index = next++;
      if (plan.perSecond) await delay(Math.max(0, startedAt + (index * 1000) / plan.perSecond - performance.now()));
      const number = (plan.from ?? 0) + index;
      await writeOne(pool, number, plan);
      committedAt.set(number, performance.now());
    }
  };
  try {
    await Promise.all(Array.from({ length: plan.writers }, write));
  } finally {
    await pool.end();
  }
  return committedAt;
}

async function writeOne(pool: pg.Pool, number: number, plan: WritingPlan): Promise<void> {
  const client = await pool.connect();
  try {
    if (plan.rollbackOneIn && number % plan.rollbackOneIn === 0) {
      await client.query('BEGIN');
      await insert(client, -1);
      await client.query('ROLLBACK');
    }
    await client.query('BEGIN');
    await insert(client, number);
    if (plan.commitDelayMs) await delay(randomInt(plan.commitDelayMs + 1));
    await client.query('COMMIT');
    await client.query(`SELECT pg_notify('dunlin', 'test events')`);
  } finally {
    client.release();
  }
}

async function insert(client: pg.PoolClient, number: number): Promise<void> {
  await client.query({
    name: 'insert-event',
    text: `INSERT INTO events (account_id, mode, id, type, data, created_at) VALUES ($1, 'sandbox', $2, 'payment.updated', $3, now())`,
    values: [DEFAULT_ACCOUNT_ID, newId(), JSON.stringify({ number, ...BODY })],
  });
}
