import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { SERVER_ENVIRONMENT } from './embedded-postgres.account.js';
import type { PostgresHome } from './embedded-postgres.home.js';

const LOG_ROTATION_BYTES = 4_000_000;
const LOG_TAIL_BYTES = 2_000;

/**
 * Money is in here, so the two settings that decide whether a commit survives a power cut are written out, whatever
 * postgresql.conf says. Statements and details of errors are not logged: they would hold payers' data. Errors go to
 * the client that made them; the log keeps the server's own life (LOG, FATAL, PANIC).
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '200',
  shared_buffers: '128MB',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

export interface LaunchedServer {
  readonly pid: number | undefined;
  /** False once the process has ended, which for a server that runs means that it failed to start. */
  isRunning(): boolean;
  /** The end of what it has logged, for an error message. */
  logTail(): Promise<string>;
}

/**
 * Starts the server and does not wait for it. It has its own session: Ctrl-C in our terminal must not reach it, for
 * the application still needs it to finish what runs, and it outlives us when we are killed.
 */
export async function launchServer(options: {
  home: PostgresHome;
  logFile: string;
  stalePid: number | undefined;
}): Promise<LaunchedServer> {
  const { home, logFile, stalePid } = options;
  const port = await freePort();
  const log = await openLog(logFile);
  const { size: logStart } = await log.stat();
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(home.binDir, 'postgres'), ['-D', home.clusterDir, '-p', String(port), ...settings], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    cwd: '/',
    env: { ...SERVER_ENVIRONMENT, ...disowning(stalePid) },
    uid: home.account.uid,
    gid: home.account.gid,
  });
  let running = true;
  child.once('exit', () => (running = false));
  child.once('error', () => (running = false));
  child.unref();
  await log.close();
  return { pid: child.pid, isRunning: () => running, logTail: () => readTail(logFile, logStart) };
}

/**
 * PostgreSQL takes postmaster.pid for valid as long as any process of its user has that id. Deleting the file ourselves
 * could hit the one that another starting server has just written. Instead PostgreSQL is told that this id is its
 * grandparent's, as pg_ctl tells it, which it never takes for a rival; it then replaces the file under its own locks.
 */
function disowning(stalePid: number | undefined): NodeJS.ProcessEnv {
  return stalePid === undefined ? {} : { PG_GRANDPARENT_PID: String(stalePid) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function openLog(file: string): Promise<FileHandle> {
  const size = await stat(file).then(
    (facts) => facts.size,
    () => 0,
  );
  // A process that starts with us may have moved it already; then there is nothing to do.
  if (size > LOG_ROTATION_BYTES) await rename(file, `${file}.1`).catch(() => undefined);
  return open(file, 'a', 0o600);
}

async function readTail(file: string, from: number): Promise<string> {
  const log = await open(file, 'r');
  try {
    const { size } = await log.stat();
    const start = Math.max(from <= size ? from : 0, size - LOG_TAIL_BYTES);
    const { buffer, bytesRead } = await log.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead).trim();
  } finally {
    await log.close();
  }
}
