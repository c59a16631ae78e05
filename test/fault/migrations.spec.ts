import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import pg from 'pg';
import { MIGRATIONS } from '../../migrations/index.js';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { migrate } from '../../src/database/migrate.js';
import { ENTITIES } from '../../src/entities.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

jest.setTimeout(120_000);

/** An older version of Dunlin knows only these. */
const OLDER = MIGRATIONS.slice(0, 12);
/** Longer than a migration waits for a lock. */
const REPORT_MS = 5000;

const NEW_ACCOUNT = `INSERT INTO accounts (id, name, locale, time_zone, reminder_window, receipts, created_at)
  VALUES ($1, 'Sample School', 'en', 'UTC', '{"fromHour": 9, "toHour": 18}', false, now())`;

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  await migrate(optionsOf(OLDER));
  pool = new pg.Pool({ connectionString: database.url, max: 10 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

it('an upgrade beside an older version that works on, and a long report, makes nobody fail and nobody wait for the report', async () => {
  const report = await pool.connect();
  await report.query('BEGIN');
  await report.query('SELECT count(*) FROM payments, checkouts, deliveries, events');
  const reported = new Promise((resolve) => setTimeout(resolve, REPORT_MS)).then(() => report.query('COMMIT'));
  const work = new OlderVersion(4);
  const executed = await migrate(optionsOf(MIGRATIONS));
  await reported;
  report.release();
  await work.stop();

  expect(executed).toBe(MIGRATIONS.length - OLDER.length);
  expect(work.failures).toEqual([]);
  expect(work.statements).toBeGreaterThan(20);
  expect(work.longestMs).toBeLessThan(REPORT_MS - 1000);
});

function optionsOf(migrations: readonly (new () => object)[]) {
  return dataSourceOptions({ url: database.url, poolSize: 3, entities: ENTITIES, migrations });
}

/** Reads and writes, again and again, in what the upgrade changes. */
class OlderVersion {
  statements = 0;
  longestMs = 0;
  readonly failures: unknown[] = [];
  private isStopped = false;
  private readonly running: Promise<unknown>;

  constructor(callers: number) {
    this.running = Promise.all(Array.from({ length: callers }, () => this.call()));
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private async call(): Promise<void> {
    while (!this.isStopped) {
      const startedMs = performance.now();
      try {
        await pool.query(NEW_ACCOUNT, [randomUUID()]);
        await pool.query('SELECT status FROM payments ORDER BY id DESC LIMIT 1');
        await pool.query('SELECT status FROM deliveries ORDER BY id DESC LIMIT 1');
        this.statements += 3;
      } catch (error) {
        this.failures.push(error);
      }
      this.longestMs = Math.max(this.longestMs, performance.now() - startedMs);
    }
  }
}
