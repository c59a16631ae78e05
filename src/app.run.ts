import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { MIGRATIONS } from '../migrations/index.js';
import { prepareInstallation } from './accounts/installation.js';
import { AppModule, type AppSurroundings } from './app.module.js';
import { setUpHttp } from './app.setup.js';
import type { RunningApp, Undo } from './app.start.js';
import { startWorkers, type Workers } from './app.workers.js';
import type { AppLogger } from './common/app-logger.js';
import { SystemClock } from './common/clock.js';
import { Drain } from './common/drain.js';
import { refuseSlowSenders } from './common/slow-senders.js';
import type { AppConfig } from './config/app-config.js';
import { Secrets } from './config/secrets.js';
import { dataSourceOptions } from './database/data-source.js';
import { migrate } from './database/migrate.js';
import { ENTITIES } from './entities.js';
import { MetricsServer } from './metrics/metrics.server.js';
import { LocalSmtp } from './notifications/local-mailbox/local-smtp.js';

const DRAIN_MS = 25_000;
/** Together less than the 30 s after which supervisors kill. */
const CLOSE_MS = 3000;

interface Start {
  readonly config: AppConfig;
  readonly logger: AppLogger;
  readonly databaseUrl: string;
  /** Gets what `stop` must do, in the order in which it was done. */
  readonly undo: Undo[];
}

/** Runs the application on a database that is there. */
export async function runApp({ config, logger, databaseUrl, undo }: Start): Promise<Omit<RunningApp, 'stop'>> {
  const secrets = Secrets.load(config);
  const database = dataSourceOptions({
    url: databaseUrl,
    poolSize: config.databasePoolSize,
    entities: ENTITIES,
    migrations: MIGRATIONS,
  });
  let newSandboxKey: string | null = null;
  await migrate(database, async (dataSource) => {
    newSandboxKey = await prepareInstallation(dataSource, { config, secrets, clock: new SystemClock() });
  });
  const mail = await mailOf(config, undo);
  const app = await appOf({ config, secrets, logger, database, ...mail }, undo);
  await serve(app, { config, undo });
  return { newSandboxKey, hasMailbox: mail.mailboxDir !== null };
}

async function mailOf(config: AppConfig, undo: Undo[]): Promise<Pick<AppSurroundings, 'smtpUrl' | 'mailboxDir'>> {
  const { smtpUrl, notificationDropDir } = config;
  if (smtpUrl !== null) return { smtpUrl, mailboxDir: null };
  // Nothing is mailed then.
  if (notificationDropDir !== null) return { smtpUrl: 'smtp://127.0.0.1', mailboxDir: null };
  const mailboxDir = join(config.dataDir, 'mailbox');
  const smtp = await LocalSmtp.start({ dir: mailboxDir, clock: new SystemClock() });
  undo.push(() => smtp.stop());
  return { smtpUrl: smtp.url, mailboxDir };
}

async function appOf(surroundings: AppSurroundings, undo: Undo[]): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.register(surroundings), {
    logger: surroundings.logger,
    bodyParser: false,
    abortOnError: false,
  });
  // A connection that the network has lost takes no goodbye, and what was asked on it would be waited for longer than we are.
  undo.push(() => Promise.race([app.close(), delay(CLOSE_MS, undefined, { ref: false })]));
  return app;
}

async function serve(
  app: NestExpressApplication,
  { config, undo }: { config: AppConfig; undo: Undo[] },
): Promise<void> {
  setUpHttp(app);
  refuseSlowSenders(app.getHttpServer());
  await app.init();
  const workers = config.role === 'api' ? null : startWorkers(app);
  undo.push(() => drain(app, workers));
  // A worker listens too, for its probes; nobody needs to send it requests.
  await app.listen(config.port, config.host);
  await app.get(MetricsServer).start();
}

/** No new connections and no new work. What runs may end, for as long as whoever stops us is likely to wait. */
async function drain(app: NestExpressApplication, workers: Workers | null): Promise<void> {
  app.get(Drain).begin();
  const server = app.getHttpServer();
  // A connection that is kept alive would bring further requests for as long as its owner has any.
  server.prependListener('request', (_: IncomingMessage, answer: ServerResponse) => {
    answer.setHeader('Connection', 'close');
  });
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await Promise.race([Promise.all([closed, workers?.stop()]), delay(DRAIN_MS, undefined, { ref: false })]);
  server.closeAllConnections();
}
