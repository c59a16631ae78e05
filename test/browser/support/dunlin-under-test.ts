import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKey } from '../../../src/accounts/key-format.js';
import { createTestDatabase } from '../../support/test-database.js';

export interface DunlinUnderTest {
  readonly url: string;
  readonly key: string;
  stop(): Promise<void>;
}

const STOP_MS = 8000;

/** The built program, started as an operator starts it, with a database, a port and a mailbox of its own. */
export async function startDunlin({ simulatorUrl }: { simulatorUrl: string }): Promise<DunlinUnderTest> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'dunlin-browser-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const key = newKey('sandbox');
  const child = spawn(process.execPath, ['dist/src/main.js'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      PORT: String(port),
      PUBLIC_URL: url,
      BOOTSTRAP_SANDBOX_KEY: key,
      DOJO_BASE_URL: simulatorUrl,
      OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
      LOG_FORMAT: 'json',
    },
  });
  const stop = async () => {
    await end(child);
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await ready(child);
    return { url, key, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output = `${output}${chunk.toString()}`.slice(-4000);
      if (output.includes('"msg":"ready"')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`Dunlin ended with ${code} before it was ready:\n${output}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(force);
}

/** Links carry the port, so it must be known before the program listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
