import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { controlRoutes } from './control.routes.js';
import { DojoSimulator } from './dojo/dojo.simulator.js';
import { indexRoutes } from './index.routes.js';
import { PageRenderer } from './page.renderer.js';
import { Scenarios } from './scenarios.js';
import { SimulatorClock } from './simulator.clock.js';
import type { SimulatorContext } from './simulator.context.js';
import { StateStore } from './state.store.js';
import { TaskTimers } from './task.timers.js';

/** Twelve tries over some twenty minutes, about what Dojo's integrators report. */
const RETRY_SCHEDULE_MS = [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 120_000, 300_000, 600_000] as const;
const SLOW_BANK_MS = 20_000;

export interface SimulatorOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  /** Where payers reach us if not at host and port, as behind a container's port mapping. */
  readonly publicUrl?: string;
  /** Where the state is kept over restarts; without it, it ends with the process. */
  readonly dataFile?: string;
  readonly retryScheduleMs?: readonly number[];
  readonly slowBankMs?: number;
}

export interface RunningSimulator {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the simulated providers in this process. Rejects if the port is taken or the data file is unreadable. */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const store = await StateStore.open(options.dataFile);
  const server = createServer();
  const url = await listen(server, options);
  const simulator: SimulatorContext = {
    store,
    clock: new SimulatorClock(store),
    scenarios: new Scenarios(store),
    timers: new TaskTimers(),
    baseUrl: (options.publicUrl ?? url).replace(/\/+$/, ''),
    retryScheduleMs: options.retryScheduleMs ?? RETRY_SCHEDULE_MS,
    slowBankMs: options.slowBankMs ?? SLOW_BANK_MS,
  };
  const dojo = new DojoSimulator(simulator);
  server.on('request', application(simulator, dojo));
  dojo.resume();
  return {
    url,
    close: async () => {
      simulator.timers.close();
      await Promise.all([closeServer(server), dojo.close()]);
      await store.save();
    },
  };
}

function application(simulator: SimulatorContext, dojo: DojoSimulator): express.Express {
  const pages = new PageRenderer();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(controlRoutes(simulator, dojo));
  app.use(indexRoutes(simulator, { dojo, pages }));
  app.use(dojo.routes(pages));
  return app;
}

/** Resolves with the URL once the port is ours. */
function listen(server: Server, { port, host = '127.0.0.1' }: SimulatorOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      const { port: taken } = server.address() as AddressInfo;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${taken}`);
    });
  });
}

/** Callers still waiting (a scenario may have promised them silence) are cut off. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
