import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { migrate } from '../../src/database/migrate.js';
import { ENTITIES } from '../../src/entities.js';
import { createTestDatabase } from '../support/test-database.js';

// All tables, forwards and back: more than the usual five seconds where other work is going on.
jest.setTimeout(30_000);

describe('the migrations', () => {
  it('build exactly what the entities describe', async () => {
    const { url, drop } = await createTestDatabase();
    const dataSource = await new DataSource(
      dataSourceOptions({ url, poolSize: 2, entities: ENTITIES, migrations: [] }),
    ).initialize();
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    await dataSource.destroy();
    await drop();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('run once, go back to nothing, and run again', async () => {
    const { url, drop } = await createTestDatabase({ migrated: false });
    const options = dataSourceOptions({ url, poolSize: 2, entities: ENTITIES, migrations: MIGRATIONS });
    expect(await migrate(options)).toBe(MIGRATIONS.length);
    expect(await migrate(options)).toBe(0);
    const dataSource = await new DataSource(options).initialize();
    for (let undone = 0; undone < MIGRATIONS.length; undone += 1) await dataSource.undoLastMigration();
    const left = await dataSource.query(
      `SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' AND relname NOT LIKE 'migrations%'`,
    );
    const functions = await dataSource.query(
      `SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public'`,
    );
    await dataSource.destroy();
    expect({ left, functions }).toEqual({ left: [], functions: [] });
    expect(await migrate(options)).toBe(MIGRATIONS.length);
    await drop();
  });
});
