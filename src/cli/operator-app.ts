import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { refuseForeignSecrets } from '../accounts/installation.js';
import { AppModule } from '../app.module.js';
import { PinoLogger } from '../common/app-logger.js';
import type { AppConfig } from '../config/app-config.js';
import { Secrets } from '../config/secrets.js';
import { dataSourceOptions } from '../database/data-source.js';
import { Database } from '../database/database.js';
import { startEmbeddedPostgres } from '../database/embedded-postgres.js';
import { ENTITIES } from '../entities.js';
import { UsageError } from './command.js';

const POOL_SIZE = 3;

/**
 * Runs `work` with the whole application, but without its port and its workers. An embedded PostgreSQL that serves a running
 * application is used and left running. Throws when database and program, or database and secrets, do not belong together.
 */
export async function withApp<Result>(
  config: AppConfig,
  work: (app: INestApplicationContext) => Promise<Result>,
): Promise<Result> {
  const secrets = Secrets.load(config);
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: config.dataDir }) : null;
  try {
    const app = await openApp({ config, secrets, url: config.databaseUrl ?? embedded!.url });
    try {
      await refuseOtherSchema(app.get(DataSource));
      await refuseForeignSecrets(app.get(Database), { secrets });
      return await work(app);
    } finally {
      await app.close();
    }
  } finally {
    if (embedded && !embedded.adopted) await embedded.stop();
  }
}

function openApp({ config, secrets, url }: { config: AppConfig; secrets: Secrets; url: string }) {
  const surroundings = {
    config,
    secrets,
    // What went wrong is said once, by the command, and standard output belongs to its answer.
    logger: new PinoLogger({ level: 'silent', format: 'json' }),
    database: dataSourceOptions({ url, poolSize: POOL_SIZE, entities: ENTITIES, migrations: [] }),
    // Mail is sent by workers only.
    smtpUrl: config.smtpUrl ?? 'smtp://127.0.0.1',
    mailboxDir: null,
  };
  return NestFactory.createApplicationContext(AppModule.register(surroundings), {
    logger: surroundings.logger,
    abortOnError: false,
  });
}

/** Bringing the schema up to date is for a start of the application; a command must not do it behind its back. */
async function refuseOtherSchema(dataSource: DataSource): Promise<void> {
  const [found] = await dataSource.query<{ name: string | null }[]>(`SELECT to_regclass('migrations')::text AS name`);
  const applied = found?.name ? await dataSource.query<{ name: string }[]>('SELECT name FROM migrations') : [];
  const known = MIGRATIONS.map(({ name }) => name);
  if (applied.some(({ name }) => !known.includes(name))) {
    throw new UsageError('the database was migrated by a newer Dunlin: use the commands of that one');
  }
  if (applied.length < known.length) {
    throw new UsageError('the database is not up to date: start the application, or npm run migrate');
  }
}
