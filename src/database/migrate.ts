import { setTimeout as delay } from 'node:timers/promises';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { databaseErrorCode } from './database-error.js';

/** Any number; it must only be the same in every process. */
const MIGRATION_LOCK = 714_025_001;

/** For how long all others may have to queue behind a migration that waits for a lock, how often it tries, and how long they have in between. */
const LOCK_TIMEOUT_MS = 2000;
const LOCK_TRIES = 20;
const LOCK_PAUSE_MS = 1000;
const LOCK_NOT_AVAILABLE = '55P03';

/** The database was migrated by a newer Dunlin: an older one must not write to it. */
export class DatabaseTooNew extends Error {
  override readonly name = 'DatabaseTooNew';
}

/**
 * Brings the schema up to date, once, however many processes start together: an advisory lock lets one work while the
 * others wait. `prepare` runs afterwards under the same lock. Answers how many migrations ran.
 *
 * The application may run meanwhile. A migration that meets a long transaction gives way and tries again, for a minute.
 */
export async function migrate(
  options: DataSourceOptions,
  prepare?: (dataSource: DataSource) => Promise<void>,
): Promise<number> {
  const dataSource = await new DataSource({
    ...options,
    extra: {
      ...(options.extra as object | undefined),
      // What rewrites or indexes a large table takes its time.
      statement_timeout: 0,
      query_timeout: 0,
      lock_timeout: LOCK_TIMEOUT_MS,
    },
    poolSize: 3,
    logging: false,
  } as DataSourceOptions).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    // Waiting for another process's migration is not a reason to fail.
    await lock.query('SET lock_timeout = 0');
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const before = await appliedMigrations(dataSource);
    refuseNewerDatabase(dataSource, before);
    await runPatiently(dataSource);
    await prepare?.(dataSource);
    return dataSource.migrations.length - before.length;
  } finally {
    // Closing the session frees the lock, also when unlocking is what failed.
    await lock.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}

/** Each migration is a transaction: those that ran before one has to give way are not run again. */
async function runPatiently(dataSource: DataSource): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await dataSource.runMigrations({ transaction: 'each' });
      return;
    } catch (error) {
      if (databaseErrorCode(error) !== LOCK_NOT_AVAILABLE || tries === LOCK_TRIES) throw error;
      await delay(LOCK_PAUSE_MS);
    }
  }
}

/** Their names, oldest first. */
async function appliedMigrations(dataSource: DataSource): Promise<string[]> {
  const [found] = await dataSource.query<{ name: string | null }[]>(`SELECT to_regclass('migrations')::text AS name`);
  if (!found?.name) return [];
  const applied = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return applied.map((row) => row.name);
}

function refuseNewerDatabase(dataSource: DataSource, applied: readonly string[]): void {
  const known = new Set(dataSource.migrations.map((migration) => migration.name));
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new DatabaseTooNew(
      `The database holds migrations this version does not know (${unknown.join(', ')}): start the newer version of Dunlin, or restore a backup from before the upgrade`,
    );
  }
}
