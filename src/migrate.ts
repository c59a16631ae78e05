import 'reflect-metadata';
import { MIGRATIONS } from '../migrations/index.js';
import { prepareInstallation } from './accounts/installation.js';
import { SystemClock } from './common/clock.js';
import type { AppConfig } from './config/app-config.js';
import { loadProcessConfig } from './config/process-config.js';
import { Secrets } from './config/secrets.js';
import { dataSourceOptions } from './database/data-source.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { migrate } from './database/migrate.js';
import { ENTITIES } from './entities.js';
import { fail } from './run-process.js';

/** `npm run migrate`: what every start does first, alone, for those who want it done before the new version starts. */
try {
  await migrateOnly(loadProcessConfig());
} catch (error) {
  fail(error);
}

async function migrateOnly(config: AppConfig): Promise<void> {
  const secrets = Secrets.load(config);
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: config.dataDir }) : null;
  try {
    const url = config.databaseUrl ?? embedded!.url;
    const options = dataSourceOptions({ url, poolSize: 3, entities: ENTITIES, migrations: MIGRATIONS });
    let newKey: string | null = null;
    const count = await migrate(options, async (dataSource) => {
      newKey = await prepareInstallation(dataSource, { config, secrets, clock: new SystemClock() });
    });
    process.stdout.write(`Migrations run: ${count}; the database is up to date.\n`);
    // Shown here and never again: only its digest is stored.
    if (newKey !== null) process.stdout.write(`Your first sandbox key, shown only now: ${String(newKey)}\n`);
  } finally {
    await embedded?.stop();
  }
}
