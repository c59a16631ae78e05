import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { Database } from '../../src/database/database.js';
import { StatementNames } from '../../src/database/sql.js';
import { Transactor } from '../../src/database/transactor.js';
import { ENTITIES } from '../../src/entities.js';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

interface NewDatabase {
  /** With all tables, which only the run's own PostgreSQL has a template of; otherwise with none. */
  readonly migrated?: boolean;
  /** Another server than the run's own. */
  readonly server?: string | undefined;
}

/** An empty database of one's own, on the run's PostgreSQL unless told otherwise. */
export async function createTestDatabase({
  migrated = true,
  server = process.env['DUNLIN_TEST_POSTGRES_URL'],
}: NewDatabase = {}): Promise<TestDatabase> {
  if (!server) throw new Error('Run the tests through Jest, whose global setup starts PostgreSQL');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `CREATE DATABASE ${name}${migrated ? ' TEMPLATE dunlin_template' : ''}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

export interface TestDataSource {
  readonly url: string;
  readonly dataSource: DataSource;
  readonly database: Database;
  readonly transactor: Transactor;
  close(): Promise<void>;
}

/** A migrated database, opened as the application does. */
export async function openTestDatabase(): Promise<TestDataSource> {
  const { url, drop } = await createTestDatabase();
  const options = dataSourceOptions({ url, poolSize: 10, entities: ENTITIES, migrations: [] });
  const dataSource = await new DataSource(options).initialize();
  const names = new StatementNames();
  return {
    url,
    dataSource,
    database: new Database(dataSource, names),
    transactor: new Transactor(dataSource, names),
    close: async () => {
      await dataSource.destroy();
      await drop();
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
