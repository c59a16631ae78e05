import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dunlin } from '../../clients/typescript/src/index.js';
import { newKey } from '../accounts/key-format.js';
import { startApp } from '../app.start.js';
import { loadConfig } from '../config/app-config.js';
import { connectSimulator } from './connect-simulator.js';
import { DemoErp } from './demo-erp.js';
import { DemoLog } from './demo-log.js';
import { startSimulatorProcess } from './simulator-process.js';

export interface DemoSurroundings {
  readonly erp: DemoErp;
  readonly log: DemoLog;
  readonly urls: { readonly dunlin: string; readonly simulator: string };
}

type Undo = () => Promise<unknown>;

/**
 * A whole Dunlin of the demo's own: empty database, free ports, nothing shared with what else runs here. What has to be
 * undone is added to `undo` as it comes to be, so that a start that fails half-way can be taken back too.
 */
export async function startDemoSurroundings(undo: Undo[], timeoutMs: number): Promise<DemoSurroundings> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dunlin-demo-'));
  undo.push(() => removeData(dataDir));
  const simulator = await startSimulatorProcess({ SIMULATOR_PORT: '0' });
  undo.push(() => simulator.stop());
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const apiKey = newKey('sandbox');
  const log = new DemoLog(timeoutMs);
  const environment = {
    DATA_DIR: dataDir,
    PORT: String(port),
    DOJO_BASE_URL: simulator.url,
    JODO_SANDBOX_BASE_URL: simulator.url,
    OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
    BOOTSTRAP_SANDBOX_KEY: apiKey,
  };
  const app = await startApp(loadConfig(environment, false), log);
  undo.push(() => app.stop());
  const dunlin = new Dunlin({ baseUrl: url, apiKey });
  await connectSimulator(dunlin);
  const erp = new DemoErp(dunlin, timeoutMs);
  undo.push(() => erp.stop());
  await erp.register();
  return { erp, log, urls: { dunlin: url, simulator: simulator.url } };
}

/** The database may live elsewhere, behind a symbolic link, where PostgreSQL's user can reach it. */
async function removeData(dataDir: string): Promise<void> {
  const database = await realpath(join(dataDir, 'postgres')).catch(() => dataDir);
  for (const path of [database, dataDir]) await rm(path, { recursive: true, force: true });
}

/** Chosen before the app starts, because its links carry it. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
