import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string>>;

export interface CommandOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The answer to a command with `--json`. */
  json<Data>(): Data;
}

/** One of the operator's commands, as a process of its own that knows nothing but its environment. */
export function runCommand(env: Environment, ...args: string[]): Promise<CommandOutcome> {
  return run(['src', 'cli', 'main.js'], env, args);
}

/** Likewise `npm run verify`. */
export function runVerify(env: Environment, ...args: string[]): Promise<CommandOutcome> {
  return run(['src', 'verify', 'main.js'], env, args);
}

async function run(main: readonly string[], env: Environment, args: readonly string[]): Promise<CommandOutcome> {
  const child = spawn(process.execPath, [join(process.cwd(), 'dist', ...main), ...args], {
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
