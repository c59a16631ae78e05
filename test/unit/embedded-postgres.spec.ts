import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import {
  appendFile,
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { accountForNewCluster, canReach } from '../../src/database/embedded-postgres.account.js';
import { locateBinaries, runnableBinaries } from '../../src/database/embedded-postgres.binaries.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { answerOf, compileLauncher, forkLauncher, kill } from '../support/launcher-process.js';

jest.setTimeout(30_000);

const asRoot = process.getuid?.() === 0 ? it : it.skip;
const onLinux = process.platform === 'linux' ? it : it.skip;
const started: EmbeddedPostgres[] = [];
const dataDirs: string[] = [];
let launcherDir: string;

beforeAll(async () => {
  launcherDir = await compileLauncher();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
  await Promise.all(dataDirs.splice(0).map(removeDataDir));
});

afterAll(() => rm(launcherDir, { recursive: true }));

describe('a running server', () => {
  let dataDir: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    dataDir = await reachableDirectory();
    server = await startEmbeddedPostgres({ dataDir });
  });

  afterAll(async () => {
    await server.stop();
    await removeDataDir(dataDir);
  });

  it('loses no commit, speaks UTF-8 and UTC, and listens on loopback only', async () => {
    expect(server.adopted).toBe(false);
    expect(server.url).toMatch(/^postgres:\/\/dunlin:[\w-]{32}@127\.0\.0\.1:\d+\/dunlin$/);
    expect(await settings(server.url)).toEqual({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'on',
      synchronous_commit: 'on',
      data_checksums: 'on',
      server_encoding: 'UTF8',
      TimeZone: 'UTC',
      max_connections: '200',
    });
  });

  it('folds case and sorts by the same rules on every system', async () => {
    expect(await value(server.url, "SELECT upper('ünsal é')")).toBe('ÜNSAL É');
    expect(await value(server.url, "SELECT datlocale FROM pg_database WHERE datname = 'dunlin'")).toBe('C.UTF-8');
  });

  it('lets nobody in without the password, which is in a file only its user can read', async () => {
    const wrong = new URL(server.url);
    wrong.password = 'guess';

    await expect(value(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect((await stat(join(dataDir, 'postgres', 'password'))).mode & 0o777).toBe(0o600);
  });

  onLinux('has a session of its own, so that Ctrl-C in our terminal does not reach it', async () => {
    const pid = await postmasterPid(dataDir);
    const [, , , session] = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];

    expect(session).toBe(String(pid));
  });

  it('keeps statements and the values in them out of its log', async () => {
    await value(server.url, 'CREATE TABLE payer (email text PRIMARY KEY)');
    const insert = "INSERT INTO payer VALUES ('payer@example.com')";
    await value(server.url, insert);

    await expect(value(server.url, insert)).rejects.toThrow('duplicate key');

    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).toContain('ready to accept connections');
    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).not.toContain('payer');
  });
});

describe('a start', () => {
  it('finds what was written before the last stop', async () => {
    const dataDir = await reachableDataDir();
    const first = await start(dataDir);
    await value(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const second = await start(dataDir);

    expect(second.adopted).toBe(false);
    expect(await value(second.url, 'SELECT answer FROM kept')).toBe(42);
  });

  it('adopts the server of a process that was killed', async () => {
    const dataDir = await reachableDataDir();
    const killed = forkLauncher(launcherDir, dataDir);
    const before = await answerOf(killed);
    await kill(killed);

    const after = await start(dataDir);

    expect(before.adopted).toBe(false);
    expect(after).toMatchObject({ url: before.url, adopted: true });
    expect(await value(after.url, 'SELECT 1')).toBe(1);
  });

  it('recovers every commit when the server itself was killed', async () => {
    const dataDir = await reachableDataDir();
    const first = await start(dataDir);
    await value(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const pid = await postmasterPid(dataDir);
    process.kill(pid, 'SIGKILL');

    const second = await start(dataDir);

    expect(second.adopted).toBe(false);
    expect(await postmasterPid(dataDir)).not.toBe(pid);
    expect(await value(second.url, 'SELECT answer FROM kept')).toBe(42);
  });

  it('is not misled by a stale process id that another program has by now', async () => {
    const dataDir = await reachableDataDir();
    await (await start(dataDir)).stop();
    const { uid, gid } = await stat(join(dataDir, 'postgres', 'cluster'));
    const stranger = spawn('/bin/sleep', ['60'], { uid, gid, cwd: '/' });
    await once(stranger, 'spawn');
    const pidFile = `${stranger.pid}\n${join(dataDir, 'postgres', 'cluster')}\n1700000000\n1\n\n127.0.0.1\n\nready\n`;
    await writeFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), pidFile);

    const { url, adopted } = await start(dataDir).finally(() => stranger.kill());

    expect(adopted).toBe(false);
    expect(await value(url, 'SELECT 1')).toBe(1);
  });

  it('begins again when the first start was killed while it made the database', async () => {
    const dataDir = await reachableDataDir();
    const watcher = watch(dataDir);
    const launcher = forkLauncher(launcherDir, dataDir);
    await once(watcher, 'change');
    watcher.close();
    await kill(launcher);
    expect(await readdir(dataDir)).toEqual([expect.stringMatching(/^postgres\.init-/)]);

    const { url } = await start(dataDir);

    expect(await value(url, 'SELECT 1')).toBe(1);
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.log']);
  });
});

describe('processes that start together', () => {
  it('share one new server', async () => {
    const dataDir = await reachableDataDir();
    const launchers = [1, 2, 3].map(() => forkLauncher(launcherDir, dataDir));

    const answers = await Promise.all(launchers.map(answerOf)).finally(() => Promise.all(launchers.map(kill)));
    const last = await start(dataDir);

    expect(answers.map(({ adopted }) => adopted).sort()).toEqual([false, true, true]);
    expect(new Set([last, ...answers].map(({ url }) => url)).size).toBe(1);
    expect(await value(last.url, 'SELECT 1')).toBe(1);
  });

  it('share one server on an existing database', async () => {
    const dataDir = await reachableDataDir();
    await (await start(dataDir)).stop();

    const servers = await Promise.all([start(dataDir), start(dataDir)]);

    expect(servers.map(({ adopted }) => adopted).sort()).toEqual([false, true]);
    expect(servers[0]?.url).toBe(servers[1]?.url);
  });

  it('stay apart when one data directory is a copy of the other, made while its server ran', async () => {
    const original = await reachableDataDir();
    const first = await start(original);
    const copy = await reachableDataDir();
    await cp(join(original, 'postgres'), join(copy, 'postgres'), { recursive: true });
    const { uid, gid } = await stat(join(original, 'postgres', 'cluster'));
    const chown = spawn('/bin/chown', ['-R', `${uid}:${gid}`, join(copy, 'postgres', 'cluster')]);
    await once(chown, 'exit');

    const second = await start(copy);

    expect(second.adopted).toBe(false);
    expect(second.url).not.toBe(first.url);
  });
});

describe('a stop', () => {
  it('ends the process, disconnects clients, and may be repeated', async () => {
    const dataDir = await reachableDataDir();
    const server = await start(dataDir);
    const pid = await postmasterPid(dataDir);
    const client = new Client({ connectionString: server.url });
    client.on('error', () => undefined);
    await client.connect();
    const ended = new Promise<void>((resolve) => client.once('end', resolve));

    await server.stop();
    await server.stop();

    await ended;
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(stat(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });
});

describe('a refusal', () => {
  it("carries the end of PostgreSQL's log", async () => {
    const dataDir = await reachableDataDir();
    await (await start(dataDir)).stop();
    await appendFile(join(dataDir, 'postgres', 'cluster', 'postgresql.conf'), 'no_such_setting = 1\n');

    await expect(start(dataDir)).rejects.toThrow('unrecognized configuration parameter "no_such_setting"');
  });

  it('names both versions when the data is of another major version', async () => {
    const dataDir = await reachableDataDir();
    const cluster = join(dataDir, 'postgres', 'cluster');
    await mkdir(cluster, { recursive: true });
    await writeFile(join(dataDir, 'postgres', 'password'), 'x');
    await writeFile(join(cluster, 'PG_VERSION'), '16\n');
    const { uid, gid } = await accountForNewCluster();
    await once(spawn('/bin/chown', [`${uid ?? process.getuid?.()}:${gid ?? process.getgid?.()}`, cluster]), 'exit');

    await expect(start(dataDir)).rejects.toThrow(
      /made by PostgreSQL 16 but PostgreSQL 17 is installed: set DATABASE_URL/,
    );
  });

  it('names DATABASE_URL where there are no binaries for the platform', async () => {
    await expect(locateBinaries('plan9-x64')).rejects.toThrow(
      'No PostgreSQL binaries are installed for plan9-x64: set DATABASE_URL to a PostgreSQL server.',
    );
  });

  it('leaves a directory alone that is not a database of ours', async () => {
    const dataDir = await reachableDataDir();
    await mkdir(join(dataDir, 'postgres'));
    await writeFile(join(dataDir, 'postgres', 'letter.txt'), 'dear');

    await expect(start(dataDir)).rejects.toThrow('is not a database of ours: move it away');

    expect(await readdir(join(dataDir, 'postgres'))).toEqual(['letter.txt']);
  });
});

describe('root, in a directory that other users cannot enter', () => {
  asRoot('puts the database below /var/lib, links to it, and leaves the directory closed', async () => {
    const dataDir = await closedDataDir();
    const first = await start(dataDir);
    await value(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const second = await start(dataDir);

    expect((await lstat(join(dataDir, 'postgres'))).isSymbolicLink()).toBe(true);
    expect(await realpath(join(dataDir, 'postgres'))).toMatch(/^\/var\/(lib|tmp)\/dunlin-[0-9a-f]{8}$/);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect(await value(second.url, 'SELECT answer FROM kept')).toBe(42);
  });

  asRoot('begins anew where the link leads nowhere', async () => {
    const dataDir = await closedDataDir();
    const target = join('/var/lib', `dunlin-${process.pid.toString(16).padStart(8, '0')}`);
    await symlink(target, join(dataDir, 'postgres'));

    const { url } = await start(dataDir);

    expect(await realpath(join(dataDir, 'postgres'))).toBe(target);
    expect(await value(url, 'SELECT 1')).toBe(1);
  });

  asRoot('runs a copy of the binaries when the installed ones are out of reach or lack their links', async () => {
    const closed = await closedDataDir();
    const binaries = await locateBinaries();
    const nativeDir = join(closed, 'native');
    await cp(binaries.nativeDir, nativeDir, { recursive: true, verbatimSymlinks: true });
    const copiesDir = await reachableDataDir();
    const account = await accountForNewCluster();

    const binDir = await runnableBinaries({ binaries: { ...binaries, nativeDir }, account, copiesDir });

    expect(await canReach(account, dirname(nativeDir))).toBe(false);
    expect(binDir).toBe(join(copiesDir, `runtime-${binaries.version}`, 'bin'));
    expect(await readdir(copiesDir)).toEqual([`runtime-${binaries.version}`]);
  });
});

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir });
  started.push(server);
  return server;
}

async function reachableDataDir(): Promise<string> {
  const dataDir = await reachableDirectory();
  dataDirs.push(dataDir);
  return dataDir;
}

async function closedDataDir(): Promise<string> {
  const dataDir = await closedDirectory();
  dataDirs.push(dataDir);
  return dataDir;
}

async function reachableDirectory(): Promise<string> {
  const directory = await closedDirectory();
  await chmod(directory, 0o755);
  return directory;
}

function closedDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'dunlin-postgres-'));
}

async function removeDataDir(dataDir: string): Promise<void> {
  const database = await realpath(join(dataDir, 'postgres')).catch(() => dataDir);
  await rm(database, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}

async function postmasterPid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8'), 10);
}

async function value(url: string, sql: string): Promise<unknown> {
  return Object.values((await query(url, sql))[0] ?? {})[0];
}

async function settings(url: string): Promise<Record<string, unknown>> {
  const names = ['listen_addresses', 'unix_socket_directories', 'fsync', 'synchronous_commit', 'data_checksums'];
  const list = [...names, 'server_encoding', 'TimeZone', 'max_connections'].map((name) => `'${name}'`).join();
  const rows = await query(url, `SELECT name, setting FROM pg_settings WHERE name IN (${list})`);
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
