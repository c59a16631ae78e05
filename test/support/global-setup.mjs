import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { MIGRATIONS } from '../../dist/migrations/index.js';
import { dataSourceOptions } from '../../dist/src/database/data-source.js';
import { startEmbeddedPostgres } from '../../dist/src/database/embedded-postgres.js';
import { migrate } from '../../dist/src/database/migrate.js';
import { ENTITIES } from '../../dist/src/entities.js';

/** One PostgreSQL for the whole run, with a migrated template from which every test file copies its own database. */
export default async function setUp() {
  const dataDir = mkdtempSync(join(tmpdir(), 'dunlin-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  globalThis.dunlinTestPostgres = { postgres, dataDir };
  const template = new URL(postgres.url);
  template.pathname = '/dunlin_template';
  await withClient(postgres.url, async (client) => {
    await client.query('CREATE DATABASE dunlin_template');
  });
  await migrate(dataSourceOptions({ url: template.href, poolSize: 2, entities: ENTITIES, migrations: MIGRATIONS }));
  process.env.DUNLIN_TEST_POSTGRES_URL = postgres.url;
  process.env.DUNLIN_TEST_RECOVERIES = join(dataDir, 'recoveries');
}

async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
