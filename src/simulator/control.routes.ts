import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import { ClockRequest, ScenarioRequest } from './control.requests.js';
import { InvalidRequest, readRequest } from './request.reader.js';
import { scenarioEntry } from './scenario.catalogue.js';
import type { SimulatedProvider } from './simulated.provider.js';
import type { SimulatorContext } from './simulator.context.js';

/** `/_sim/*`: what the real providers have not, for tests, demonstrations and the curious. Open to whoever reaches the port. */
export function controlRoutes(simulator: SimulatorContext, providers: readonly SimulatedProvider[]): Router {
  const { scenarios, store, clock, counts, timers } = simulator;

  /** Saved before it is answered, like everything else. */
  const handle =
    (work: (body: unknown) => unknown): RequestHandler =>
    async (request, response) => {
      const result = work(request.method === 'GET' ? request.query : request.body);
      await store.save();
      if (result === undefined) response.status(404).json({ error: 'not found' });
      else response.json(result);
    };

  const pending = () => ({ pending: scenarios.list() });

  const order = (body: unknown) => {
    const operations = providers.flatMap((provider) => provider.operations);
    const { name, provider, orderId, reference, operation, times, ...others } = readScenario(body, operations);
    const { intentId = orderId, ...options } = others;
    const lasting = scenarioEntry(name).lasts ? Number.MAX_SAFE_INTEGER : 1;
    if (times === 0) scenarios.clear({ name, provider, intentId, reference, operation });
    else scenarios.add({ name, provider, intentId, reference, operation, options, remaining: times ?? lasting });
    return pending();
  };

  const ledger = (query: unknown) => {
    const { reference } = (query ?? {}) as { reference?: string };
    return Object.assign(
      {},
      ...providers.map((provider) => provider.ledger(reference)),
      counts.view(reference),
    ) as object;
  };

  const forget = () => {
    timers.forgetAll();
    for (const provider of providers) provider.reset();
    counts.reset();
    return ledger({});
  };

  const pay = (body: unknown) => {
    const { intentId, orderId } = (body ?? {}) as Record<string, unknown>;
    const paymentId = String(orderId ?? intentId);
    return providers.find((provider) => provider.knows(paymentId))?.pay(body);
  };

  const moveClock = (body: unknown) => {
    clock.advance(readRequest(ClockRequest, body).advanceSeconds);
    for (const provider of providers) provider.clockMoved();
    return { now: clock.now().toISOString() };
  };

  const router = Router();
  const get = (path: string, work: (query: unknown) => unknown) => router.get(`/_sim/${path}`, handle(work));
  const post = (path: string, work: (body: unknown) => unknown) => router.post(`/_sim/${path}`, handle(work));
  const remove = (path: string, work: () => unknown) => router.delete(`/_sim/${path}`, handle(work));
  router.use('/_sim', express.json());
  get('health', () => ({ ok: true }));
  post('scenario', order);
  get('scenarios', pending);
  remove('scenarios', () => (scenarios.clear(), pending()));
  get('ledger', ledger);
  remove('ledger', forget);
  get('webhooks', () => ({ deliveries: providers.flatMap((provider) => provider.deliveries()) }));
  post('pay', pay);
  post('clock', moveClock);
  for (const { actions } of providers) for (const [name, work] of Object.entries(actions)) post(name, work);
  router.use('/_sim', unreadable);
  return router;
}

/** Options may stand in `options` or beside the name. Throws `InvalidRequest`. */
function readScenario(body: unknown, operations: readonly string[]): ScenarioRequest {
  const { options, onlyOperation, ...flat } = (body ?? {}) as Record<string, unknown>;
  const { onlyOperation: nested, ...others } = (options ?? {}) as Record<string, unknown>;
  const operation = onlyOperation ?? nested;
  const scenario = readRequest(ScenarioRequest, {
    ...flat,
    ...others,
    ...(operation === undefined ? {} : { operation }),
  });
  if (scenario.operation && !operations.includes(scenario.operation)) {
    throw new InvalidRequest({ Operation: [`Known operations: ${[...new Set(operations)].join(', ')}.`] });
  }
  return scenario;
}

const unreadable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof InvalidRequest) response.status(400).json({ errors: error.errors });
  else next(error);
};
