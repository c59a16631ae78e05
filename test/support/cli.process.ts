import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(process.cwd(), 'dist', 'src', 'cli', 'main.js');

export interface CommandOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The answer to a command with `--json`. */
  json<Data>(): Data;
}

/** One of the operator's commands, as a process of its own that knows nothing but its environment. */
export async function runCommand(env: Readonly<Record<string, string>>, ...args: string[]): Promise<CommandOutcome> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: env['DATA_DIR'],
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (chunks.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (chunks.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...chunks, json: <Data>() => JSON.parse(chunks.stdout) as Data };
}
