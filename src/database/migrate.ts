import { DataSource, type DataSourceOptions } from 'typeorm';

/** Any number; it must only be the same in every process. */
const MIGRATION_LOCK = 714_025_001;

/** The database was migrated by a newer Dunlin: an older one must not write to it. */
export class DatabaseTooNew extends Error {
  override readonly name = 'DatabaseTooNew';
}

/**
 * Brings the schema up to date, once, however many processes start together: an advisory lock lets one work while the
 * others wait. `prepare` runs afterwards under the same lock. Answers how many migrations ran.
 */
export async function migrate(
  options: DataSourceOptions,
  prepare?: (dataSource: DataSource) => Promise<void>,
): Promise<number> {
  const dataSource = await new DataSource({
    ...options,
    // What rewrites or indexes a large table takes its time. It still does not wait long for a lock: all others would queue behind.
    extra: { ...(options.extra as object | undefined), statement_timeout: 0, query_timeout: 0 },
    poolSize: 3,
    logging: false,
  } as DataSourceOptions).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    // Waiting for another process's migration is not a reason to fail.
    await lock.query('SET lock_timeout = 0');
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await refuseNewerDatabase(dataSource);
    const executed = await dataSource.runMigrations({ transaction: 'each' });
    await prepare?.(dataSource);
    return executed.length;
  } finally {
    // Closing the session frees the lock, also when unlocking is what failed.
    await lock.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}

async function refuseNewerDatabase(dataSource: DataSource): Promise<void> {
  const [found] = await dataSource.query<{ name: string | null }[]>(`SELECT to_regclass('migrations')::text AS name`);
  if (!found?.name) return;
  const known = new Set(dataSource.migrations.map((migration) => migration.name));
  const applied = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  const unknown = applied.map((row) => row.name).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new DatabaseTooNew(
      `The database holds migrations this version does not know (${unknown.join(', ')}): start the newer version of Dunlin, or restore a backup from before the upgrade`,
    );
  }
}
