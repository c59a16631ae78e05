import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface SimulatorProcess {
  readonly url: string;
  stop(): Promise<void>;
}

const STOP_MS = 5000;

/**
 * Starts the provider simulator as a process of its own. It leaves when we are gone, however we went; but not by the
 * Ctrl-C that stops us, since payments in progress still need it while we drain. Its environment is ours if none is given.
 */
export function startSimulatorProcess(environment?: NodeJS.ProcessEnv): Promise<SimulatorProcess> {
  const main = fileURLToPath(new URL('../simulator/main.js', import.meta.url));
  const child = fork(main, { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: environment });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-2000)));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(force);
  };
  return new Promise((resolve, reject) => {
    child.once('message', (message: { ready: string }) => resolve({ url: message.ready, stop }));
    child.once('exit', () =>
      reject(new Error(`The simulator did not start: ${complaint.trim() || 'no reason given'}`)),
    );
  });
}
