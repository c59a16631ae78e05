import { transformFile } from '@swc/core';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = process.cwd();
const sources = join(root, 'src', 'database');

const PROGRAM = `
import { startEmbeddedPostgres } from './embedded-postgres.js';
const { url, adopted } = await startEmbeddedPostgres({ dataDir: process.argv[2] });
process.send({ url, adopted });
`;

export interface LauncherAnswer {
  readonly url: string;
  readonly adopted: boolean;
}

/**
 * Compiles the launcher into a directory of its own, so that a plain Node process can run it and be killed.
 *
 * @returns the directory, for the caller to remove.
 */
export async function compileLauncher(): Promise<string> {
  const output = join(root, 'test-output');
  await mkdir(output, { recursive: true });
  const directory = await mkdtemp(join(output, 'launcher-'));
  for (const name of await readdir(sources)) {
    if (!name.startsWith('embedded-postgres')) continue;
    const { code } = await transformFile(join(sources, name), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    await writeFile(join(directory, name.replace(/\.ts$/, '.js')), code);
  }
  await writeFile(join(directory, 'program.mjs'), PROGRAM);
  return directory;
}

/** A process that starts the embedded PostgreSQL in `dataDir` and then stays until it is killed. */
export function forkLauncher(directory: string, dataDir: string): ChildProcess {
  return fork(join(directory, 'program.mjs'), [dataDir], { execArgv: [], env: { PATH: process.env.PATH } });
}

export async function answerOf(launcher: ChildProcess): Promise<LauncherAnswer> {
  const [answer] = await Promise.race([once(launcher, 'message'), once(launcher, 'exit')]);
  if (!isLauncherAnswer(answer)) throw new Error('the launcher process ended without an answer');
  return answer;
}

export async function kill(launcher: ChildProcess): Promise<void> {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return;
  const exited = once(launcher, 'exit');
  launcher.kill('SIGKILL');
  await exited;
}

function isLauncherAnswer(answer: unknown): answer is LauncherAnswer {
  return typeof answer === 'object' && answer !== null && 'url' in answer && 'adopted' in answer;
}
