import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { locateBinaries } from './embedded-postgres.binaries.js';
import { greetServer } from './embedded-postgres.connection.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { openHome, type PostgresHome } from './embedded-postgres.home.js';
import { launchServer, type LaunchedServer } from './embedded-postgres.launch.js';
import { lookForPostmaster, stopPostmaster } from './embedded-postgres.postmaster.js';

const POLL_MS = 20;
const RELAUNCH_AFTER_MS = 250;
const START_WITHIN_MS = 60_000;

/**
 * What a launch may die of that has nothing wrong in it: another process launched at the same moment, or took the
 * port, or the last backends of a killed server are not gone yet.
 */
const LAUNCH_COLLISION = /lock file ".*" already exists|lock file ".*" is empty|is still in use|could not bind/;

export interface EmbeddedPostgres {
  /** `postgres://dunlin:<password>@127.0.0.1:<port>/dunlin` */
  readonly url: string;
  /** The server ran already: started by another process, or left by one that was killed. */
  readonly adopted: boolean;
  /** Stops the server, whoever started it, and returns when it is gone. Call it last: it ends every connection. */
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL on a free port of 127.0.0.1, with its data in `<dataDir>/postgres` and its log in
 * `<dataDir>/postgres.log`. Any number of processes may call this for one `dataDir`, at the same moment too: one
 * starts the server, the others adopt it.
 *
 * @throws EmbeddedPostgresError with a message for the person at the terminal.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  log?: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const log = options.log ?? (() => undefined);
  const binaries = await locateBinaries();
  const home = await openHome({ dataDir, binaries, log });
  const { pid, port, adopted } = await findOrLaunch(home, join(dataDir, 'postgres.log'));
  log(`PostgreSQL ${binaries.version} ${adopted ? 'was running' : 'started'} on 127.0.0.1:${port}`);
  return {
    url: `postgres://dunlin:${home.password}@127.0.0.1:${port}/dunlin`,
    adopted,
    stop: () => stopPostmaster(pid, home.clusterDir),
  };
}

async function findOrLaunch(
  home: PostgresHome,
  logFile: string,
): Promise<{ pid: number; port: number; adopted: boolean }> {
  const deadline = Date.now() + START_WITHIN_MS;
  let launched: LaunchedServer | undefined;
  while (Date.now() < deadline) {
    const found = await lookForPostmaster(home.clusterDir);
    if (found.state === 'ready' && (await greetServer({ ...home, port: found.port }))) {
      return { pid: found.pid, port: found.port, adopted: found.pid !== launched?.pid };
    }
    if ((found.state === 'absent' || found.state === 'gone') && !launched?.isRunning()) {
      if (launched) await refuseToRepeatFailure(launched);
      launched = await launchServer({ home, logFile, stalePid: found.state === 'gone' ? found.pid : undefined });
    }
    await delay(POLL_MS);
  }
  // A server that still recovers is left to it: killing it would only begin the recovery again at the next start.
  const tail = await launched?.logTail();
  throw new EmbeddedPostgresError(
    `PostgreSQL does not answer within ${START_WITHIN_MS / 1000} s: start again later, or look into ${logFile}.\n${tail ?? ''}`,
  );
}

async function refuseToRepeatFailure(launched: LaunchedServer): Promise<void> {
  const tail = await launched.logTail();
  if (!LAUNCH_COLLISION.test(tail)) throw new EmbeddedPostgresError(`PostgreSQL did not start.\n${tail}`);
  await delay(RELAUNCH_AFTER_MS);
}
