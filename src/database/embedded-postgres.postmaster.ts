import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

const POLL_MS = 20;
const FAST_SHUTDOWN_MS = 20_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;
const EMPTY_FILE_IS_STALE_MS = 2_000;

/** What `postmaster.pid` in a cluster says, and whether it is true. */
export type Postmaster =
  | { readonly state: 'absent' }
  /** The file was left by a server that is gone. Its process id may by now be some other program's. */
  | { readonly state: 'gone'; readonly pid: number }
  /** Starting, recovering or stopping. */
  | { readonly state: 'busy' }
  /** Says it is ready. Whether it answers, only connecting tells. */
  | { readonly state: 'ready'; readonly pid: number; readonly port: number };

export async function lookForPostmaster(clusterDir: string): Promise<Postmaster> {
  const file = join(clusterDir, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { state: 'absent' };

  const [pid, , , port, , , , status] = text.split('\n');
  if (!pid) return lookAtEmptyFile(file);
  if (!(await isPostmaster(Number(pid), clusterDir))) return { state: 'gone', pid: Number(pid) };
  if (!port || status?.trim() !== 'ready') return { state: 'busy' };
  return { state: 'ready', pid: Number(pid), port: Number(port) };
}

/**
 * Stops the server: open transactions are rolled back, data is written out. Returns when the process is gone, at once
 * if it is gone already.
 *
 * @throws EmbeddedPostgresError if it does not go within half a minute.
 */
export async function stopPostmaster(pid: number, clusterDir: string): Promise<void> {
  const steps = [
    { signal: 'SIGINT', withinMs: FAST_SHUTDOWN_MS },
    // Without a checkpoint: the next start replays the log, nothing is lost.
    { signal: 'SIGQUIT', withinMs: IMMEDIATE_SHUTDOWN_MS },
  ] as const;
  for (const { signal, withinMs } of steps) {
    if (!(await isPostmaster(pid, clusterDir))) return;
    sendSignal(pid, signal);
    if (await isGone({ pid, clusterDir, withinMs })) return;
  }
  throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) does not stop.`);
}

async function isGone(options: { pid: number; clusterDir: string; withinMs: number }): Promise<boolean> {
  const deadline = Date.now() + options.withinMs;
  while (await isPostmaster(options.pid, options.clusterDir)) {
    if (Date.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

/** PostgreSQL creates the file and writes it a moment later; a power cut can leave it empty, and then for good. */
async function lookAtEmptyFile(file: string): Promise<Postmaster> {
  const facts = await stat(file).catch(() => undefined);
  if (!facts || Date.now() - facts.mtimeMs < EMPTY_FILE_IS_STALE_MS) return { state: 'busy' };
  await rm(file, { force: true });
  return { state: 'absent' };
}

/**
 * Whether the process is the server of this very cluster. After a crash or a reboot the process id may belong to any
 * program, so being alive proves nothing; its command line, readable for everyone, names the cluster. A zombie, as
 * stays behind in a container whose first process reaps nobody, has an empty one.
 */
async function isPostmaster(pid: number, clusterDir: string): Promise<boolean> {
  return (await commandLine(pid)).includes(`-D ${clusterDir} `);
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return text.replaceAll('\0', ' ');
  }
  const ps = promisify(execFile)('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
  return ps.then(
    ({ stdout }) => `${stdout.trim()} `,
    () => '',
  );
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone between the look and the signal, which is what was wanted.
  }
}
