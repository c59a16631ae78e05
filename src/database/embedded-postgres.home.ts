import { mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  accountForNewCluster,
  accountOfCluster,
  canReach,
  runningAsRoot,
  type ServiceAccount,
} from './embedded-postgres.account.js';
import { majorVersion, runnableBinaries, type PostgresBinaries } from './embedded-postgres.binaries.js';
import { createHome } from './embedded-postgres.creation.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

/** A cluster, ready to be served. */
export interface PostgresHome {
  /** Symbolic links resolved, so that it is the same text for every process. */
  readonly clusterDir: string;
  readonly password: string;
  readonly account: ServiceAccount;
  readonly binDir: string;
}

/**
 * Opens `<dataDir>/postgres`, which holds `cluster` (PostgreSQL's data) and `password`, and makes it when it is not
 * there. It may be a symbolic link (see `chooseHome`).
 *
 * @throws EmbeddedPostgresError
 */
export async function openHome(options: {
  dataDir: string;
  binaries: PostgresBinaries;
  log: (line: string) => void;
}): Promise<PostgresHome> {
  const { binaries, log } = options;
  await mkdir(options.dataDir, { recursive: true });
  const entrance = join(await realpath(options.dataDir), 'postgres');
  if (!(await isComplete(entrance))) {
    await createHome({ entrance, binaries, account: await accountForNewCluster(), log });
  }
  if (!(await isComplete(entrance))) {
    throw new EmbeddedPostgresError(`${entrance} is not a database of ours: move it away, or choose another DATA_DIR.`);
  }
  return describeHome(await realpath(entrance), binaries);
}

/** `createHome` publishes the whole directory in one rename, so that its two parts are there together or not at all. */
async function isComplete(entrance: string): Promise<boolean> {
  const parts = ['cluster', 'password'].map((name) => stat(join(entrance, name)));
  return (await Promise.allSettled(parts)).every(({ status }) => status === 'fulfilled');
}

async function describeHome(directory: string, binaries: PostgresBinaries): Promise<PostgresHome> {
  const clusterDir = join(directory, 'cluster');
  const { uid, gid } = await stat(clusterDir);
  const account = accountOfCluster({ uid, gid, path: clusterDir });
  if (runningAsRoot() && !(await canReach(account, clusterDir))) {
    throw new EmbeddedPostgresError(
      `PostgreSQL runs as ${account.name}, which cannot reach ${clusterDir}: move it to where that user can, with a symbolic link in its place, or set DATABASE_URL.`,
    );
  }
  await refuseOtherMajor(clusterDir, binaries);
  return {
    clusterDir,
    account,
    password: (await readFile(join(directory, 'password'), 'utf8')).trim(),
    binDir: await runnableBinaries({ binaries, account, copiesDir: directory }),
  };
}

async function refuseOtherMajor(clusterDir: string, { version }: PostgresBinaries): Promise<void> {
  const found = (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8')).trim();
  const ours = majorVersion(version);
  if (found === ours) return;
  throw new EmbeddedPostgresError(
    `${clusterDir} was made by PostgreSQL ${found} but PostgreSQL ${ours} is installed: set DATABASE_URL to a PostgreSQL ${found} server that serves it, or move it away to begin with an empty database.`,
  );
}
