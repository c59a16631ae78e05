import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { request } from 'undici';
import { crowd } from './crowd.js';
import { patiently } from './patiently.js';

const MAIN = join(process.cwd(), 'dist', 'src', 'main.js');
const READY_DEADLINE_MS = 30_000;
const EXIT_DEADLINE_MS = 30_000;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built program as an operator runs it: a process of its own that knows nothing but its environment. */
export class DunlinProcess {
  private readonly chunks: { stdout: string; stderr: string } = { stdout: '', stderr: '' };
  private readonly exited: Promise<Exit>;
  private hasExited = false;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    child.stdout?.on('data', (chunk: Buffer) => (this.chunks.stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.chunks.stderr += chunk.toString()));
    this.exited = once(child, 'close').then(([code, signal]) => {
      this.hasExited = true;
      return { code: code as number | null, signal: signal as NodeJS.Signals | null };
    });
  }

  /** Runs it in `env.DATA_DIR` and does not wait: for starts that fail, and for several at once. */
  static spawn(env: Readonly<Record<string, string>>): DunlinProcess {
    const child = spawn(process.execPath, [MAIN], {
      cwd: env['DATA_DIR'],
      // Nothing of the test run's own environment leaks in, above all no NODE_OPTIONS.
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new DunlinProcess(child, `http://127.0.0.1:${env['PORT'] ?? ''}`);
  }

  static async start(env: Readonly<Record<string, string>>): Promise<DunlinProcess> {
    const started = DunlinProcess.spawn(env);
    await started.ready();
    return started;
  }

  get stdout(): string {
    return this.chunks.stdout;
  }

  get stderr(): string {
    return this.chunks.stderr;
  }

  /** Resolves when it takes requests; rejects, with what it printed, when it exits instead. */
  async ready(): Promise<void> {
    await patiently(async () => {
      if (this.hasExited) throw new Error(`Dunlin ended instead of starting: ${this.stdout}${this.stderr}`);
      return (await this.readiness()) === 200 ? true : undefined;
    }, READY_DEADLINE_MS * crowd());
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async kill(signal: NodeJS.Signals): Promise<Exit> {
    if (!this.hasExited) this.signal(signal);
    return this.exit();
  }

  /** How it ended; ends it by force, and says so, when it does not. */
  async exit(): Promise<Exit> {
    const force = setTimeout(() => this.child.kill('SIGKILL'), EXIT_DEADLINE_MS);
    const exit = await this.exited;
    clearTimeout(force);
    return exit;
  }

  private async readiness(): Promise<number | undefined> {
    try {
      const answer = await request(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2000) });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      return undefined;
    }
  }
}

/** A port nobody has, below those that outgoing connections take: it stays free while a killed process is started again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    if (isFree) return port;
  }
}
