import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

const execFileAsync = promisify(execFile);

/**
 * A fixed environment instead of ours: ours holds keys, and the server runs on after us, as another user when we are
 * root. `C` keeps PostgreSQL's messages in English on every machine, for `LAUNCH_COLLISION` reads them.
 */
export const SERVER_ENVIRONMENT = { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin' };

/** Who runs PostgreSQL. Without ids: the user we are. */
export interface ServiceAccount {
  readonly name: string;
  readonly uid?: number;
  readonly gid?: number;
}

export function runningAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** PostgreSQL refuses to run as root, so root lends it `postgres`, or else `nobody`, which every system has. */
export async function accountForNewCluster(): Promise<ServiceAccount> {
  if (!runningAsRoot()) return { name: 'the current user' };
  const passwd = await readFile('/etc/passwd', 'utf8');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] =
      passwd
        .split('\n')
        .find((line) => line.startsWith(`${name}:`))
        ?.split(':') ?? [];
    if (uid && gid) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root and there is neither a user "postgres" nor "nobody": start as another user, or set DATABASE_URL.',
  );
}

/**
 * A cluster is only ever served by its owner. Asking the directory, not /etc/passwd, keeps it working when a user
 * `postgres` appears later on a machine where `nobody` made the cluster, or when root starts what a user once made.
 */
export function accountOfCluster(owner: { uid: number; gid: number; path: string }): ServiceAccount {
  const { uid, gid, path } = owner;
  if (runningAsRoot()) return { name: `user id ${uid}`, uid, gid };
  if (uid === process.getuid?.()) return { name: 'the current user' };
  throw new EmbeddedPostgresError(
    `The database in ${path} belongs to user id ${uid}: start as that user or as root, or choose another DATA_DIR.`,
  );
}

/** Whether the account may enter the directory. Asked of the system itself, because modes alone do not tell (ACLs). */
export async function canReach(account: ServiceAccount, directory: string): Promise<boolean> {
  if (account.uid === undefined) return true; // Ourselves, who have just been there.
  try {
    await runAs(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory]);
    return true;
  } catch {
    return false;
  }
}

/** Runs a program to its end. Rejects with an error that carries its `stderr`. */
export async function runAs(account: ServiceAccount, file: string, args: readonly string[]): Promise<string> {
  // Our own working directory may be one that the account cannot enter.
  const options = { uid: account.uid, gid: account.gid, cwd: '/', env: SERVER_ENVIRONMENT };
  const { stdout } = await execFileAsync(file, args, options);
  return stdout;
}
