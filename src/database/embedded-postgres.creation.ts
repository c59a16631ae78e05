import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  chmod,
  chown,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { canReach, runAs, runningAsRoot, type ServiceAccount } from './embedded-postgres.account.js';
import { runnableBinaries, type PostgresBinaries } from './embedded-postgres.binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

/** A directory that is still being made, and by which process: `postgres.init-4711-x7Gt2p`. */
const DRAFT = /^(?:postgres|dunlin-[0-9a-f]+)\.init-(\d+)-/;

export interface HomeCreation {
  /** `<DATA_DIR>/postgres`, symbolic links before it resolved. */
  readonly entrance: string;
  readonly binaries: PostgresBinaries;
  readonly account: ServiceAccount;
  readonly log: (line: string) => void;
}

/**
 * Makes a new cluster beside its final place and moves it there in one rename. Killed on the way, it leaves only a
 * draft, which the next creation removes. Of several processes that do this at once one wins the rename; the others
 * throw their drafts away and use the winner's, so no lock is needed that a killed process could leave behind.
 */
export async function createHome(creation: HomeCreation): Promise<void> {
  const home = await chooseHome(creation);
  await removeAbandonedDrafts(dirname(home));
  creation.log(`Preparing a new database in ${home}`);
  const draft = await makeDraft(home);
  try {
    await initialise(draft, creation);
    await publish(draft, home);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Where the database goes: `<DATA_DIR>/postgres`, unless we are root and PostgreSQL's user cannot get there. That is
 * the ordinary case of a checkout in /root, whose mode is 0700. Opening up the user's own directories is not ours to
 * do, so the database goes to a directory of its own below /var/lib and a symbolic link stands in its place.
 *
 * The link comes first and the directory after, so that a killed process leaves nothing that cannot be found again:
 * a link that leads nowhere, whether for this reason or because its target was removed, is simply filled anew.
 */
async function chooseHome({ entrance, account }: HomeCreation): Promise<string> {
  const linked = await linkTarget(entrance);
  if (linked) return linked;
  if (await canReach(account, dirname(entrance))) return entrance;

  const parent = (await isWritable('/var/lib')) ? '/var/lib' : '/var/tmp';
  const elsewhere = join(parent, `dunlin-${randomBytes(4).toString('hex')}`);
  // When the link exists by now, a process that started with us has chosen: its choice holds.
  await symlink(elsewhere, entrance).catch(ignoring('EEXIST'));
  return (await linkTarget(entrance)) ?? entrance;
}

async function initialise(draft: string, { binaries, account }: HomeCreation): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  await writeFile(join(draft, 'password'), password, { mode: 0o600 });

  // What PostgreSQL's user may own: an empty cluster directory, and for a moment its own copy of the password.
  const cluster = join(draft, 'cluster');
  const passwordForInitdb = join(draft, 'password.initdb');
  await mkdir(cluster, { mode: 0o700 });
  await writeFile(passwordForInitdb, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(cluster, account.uid, account.gid);
    await chown(passwordForInitdb, account.uid, account.gid);
  }
  const initdb = join(await runnableBinaries({ binaries, account, copiesDir: draft }), 'initdb');
  await runInitdb(account, initdb, [`--pgdata=${cluster}`, `--pwfile=${passwordForInitdb}`]);
  await rm(passwordForInitdb);
}

/**
 * The builtin locale provider sorts and folds alike on every system, whatever locales it has. initdb's own sync stays
 * on: PostgreSQL never syncs these files again, so a power cut after the first payment could take the catalog away.
 */
async function runInitdb(account: ServiceAccount, initdb: string, paths: readonly string[]): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await runAs(account, initdb, [
      '--username=dunlin',
      '--auth=scram-sha-256',
      '--data-checksums',
      ...locale,
      ...paths,
    ]);
  } catch (error) {
    throw new EmbeddedPostgresError(`PostgreSQL's initdb failed. ${String(error)}`);
  }
}

async function makeDraft(home: string): Promise<string> {
  try {
    const draft = await mkdtemp(`${home}.init-${process.pid}-`);
    if (runningAsRoot()) await chmod(draft, 0o711); // Its user passes through to the cluster.
    return draft;
  } catch (error) {
    throw new EmbeddedPostgresError(
      `No database can be made in ${dirname(home)} (${errorCode(error)}): choose another DATA_DIR, or set DATABASE_URL.`,
    );
  }
}

async function publish(draft: string, home: string): Promise<void> {
  // A home that is there by now was published by a process that started with us: its password and data hold.
  await rename(draft, home).catch(ignoring('ENOTEMPTY', 'EEXIST', 'ENOTDIR'));
  const parent = await open(dirname(home));
  await parent.sync().finally(() => parent.close());
}

async function removeAbandonedDrafts(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = DRAFT.exec(name)?.[1];
    if (!pid || exists(Number(pid))) continue;
    // The killed process's initdb may still be writing into it; what stays, the next creation removes.
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 3 }).catch(ignoring('ENOTEMPTY'));
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

async function linkTarget(path: string): Promise<string | undefined> {
  const target = await readlink(path).catch(ignoring('ENOENT', 'EINVAL'));
  return target === undefined ? undefined : resolve(dirname(path), target);
}

function isWritable(directory: string): Promise<boolean> {
  return access(directory, constants.W_OK).then(
    () => true,
    () => false,
  );
}

function ignoring(...codes: readonly string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes(errorCode(error))) throw error;
  };
}

/** By its shape: an `instanceof` does not hold for errors that come from another realm, as under Jest. */
function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}
