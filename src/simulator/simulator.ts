import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { CallCounts } from './call.counts.js';
import { controlRoutes } from './control.routes.js';
import { DOJO_RETRY_SCHEDULE_MS, DojoSimulator } from './dojo/dojo.simulator.js';
import { indexRoutes } from './index.routes.js';
import { JODO_RETRY_SCHEDULE_MS, JodoSimulator } from './jodo/jodo.simulator.js';
import { PageRenderer } from './page.renderer.js';
import { Scenarios } from './scenarios.js';
import type { ProviderName, SimulatedProvider } from './simulated.provider.js';
import { SimulatorClock } from './simulator.clock.js';
import type { SimulatorContext } from './simulator.context.js';
import { StateStore } from './state.store.js';
import { TaskTimers } from './task.timers.js';

const SLOW_BANK_MS = 20_000;
const CURRENCIES = ['GBP', 'EUR'];

export interface SimulatorOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  /** Where payers reach us if not at host and port, as behind a container's port mapping. */
  readonly publicUrl?: string;
  /** Where the state is kept over restarts; without it, it ends with the process. */
  readonly dataFile?: string;
  /** Waiting times between the tries of Dojo's webhooks, in real time. */
  readonly retryScheduleMs?: readonly number[];
  /** The same of Jodo's, on the simulator's clock: `POST /_sim/clock` hurries them. */
  readonly jodoRetryScheduleMs?: readonly number[];
  readonly slowBankMs?: number;
  /** What Dojo takes, for tests of currencies that it does not; ISO 4217 codes. */
  readonly currencies?: readonly string[];
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
    counts: new CallCounts(store),
    baseUrl: (options.publicUrl ?? url).replace(/\/+$/, ''),
    retryScheduleMs: [],
    slowBankMs: options.slowBankMs ?? SLOW_BANK_MS,
    currencies: options.currencies ?? CURRENCIES,
  };
  const contextOf = (name: ProviderName, retryScheduleMs: readonly number[]): SimulatorContext => ({
    ...simulator,
    scenarios: new Scenarios(store, name),
    retryScheduleMs,
  });
  const providers = [
    new DojoSimulator(contextOf('dojo', options.retryScheduleMs ?? DOJO_RETRY_SCHEDULE_MS)),
    new JodoSimulator(contextOf('jodo', options.jodoRetryScheduleMs ?? JODO_RETRY_SCHEDULE_MS)),
  ];
  server.on('request', application(simulator, providers));
  for (const provider of providers) provider.resume();
  return {
    url,
    close: async () => {
      simulator.timers.close();
      await Promise.all([closeServer(server), ...providers.map((provider) => provider.close())]);
      await store.save();
    },
  };
}

function application(simulator: SimulatorContext, providers: readonly SimulatedProvider[]): express.Express {
  const pages = new PageRenderer();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(controlRoutes(simulator, providers));
  app.use(indexRoutes(simulator, { providers, pages }));
  for (const provider of providers) app.use(provider.routes(pages));
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
