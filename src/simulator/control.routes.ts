import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import { ClockRequest, PayRequest, ScenarioRequest } from './control.requests.js';
import type { DojoSimulator } from './dojo/dojo.simulator.js';
import { InvalidRequest, readRequest } from './request.reader.js';
import type { SimulatorContext } from './simulator.context.js';

/** `/_sim/*`: what the real provider has not, for tests, demonstrations and the curious. Open to whoever reaches the port. */
export function controlRoutes(simulator: SimulatorContext, dojo: DojoSimulator): Router {
  const { scenarios, store, clock } = simulator;

  /** Saved before it is answered, like everything else. */
  const handle =
    (work: (body: unknown) => unknown): RequestHandler =>
    async (request, response) => {
      const result = work(request.body);
      await store.save();
      if (result === undefined) response.status(404).json({ error: 'not found' });
      else response.json(result);
    };

  const order = (body: unknown) => {
    const scenario = readScenario(body, dojo.operations);
    const { name, intentId, reference, operation, times = 1, ...options } = scenario;
    if (times === 0) scenarios.clear({ name, intentId, reference, operation });
    else scenarios.add({ name, intentId, reference, operation, options, remaining: times });
    return { pending: scenarios.list() };
  };

  const router = Router();
  router.use('/_sim', express.json());
  router.get(
    '/_sim/health',
    handle(() => ({ ok: true })),
  );
  router.post('/_sim/scenario', handle(order));
  router.get(
    '/_sim/scenarios',
    handle(() => ({ pending: scenarios.list() })),
  );
  router.delete(
    '/_sim/scenarios',
    handle(() => (scenarios.clear(), { pending: [] })),
  );
  router.get(
    '/_sim/ledger',
    handle(() => dojo.ledger()),
  );
  router.delete(
    '/_sim/ledger',
    handle(() => (dojo.reset(), dojo.ledger())),
  );
  router.get(
    '/_sim/webhooks',
    handle(() => ({ deliveries: dojo.deliveries() })),
  );
  router.post(
    '/_sim/pay',
    handle((body) => dojo.pay(readRequest(PayRequest, body))),
  );
  router.post(
    '/_sim/clock',
    handle((body) => {
      clock.advance(readRequest(ClockRequest, body).advanceSeconds);
      // Listing closes what has expired by now.
      dojo.ledger();
      return { now: clock.now().toISOString() };
    }),
  );
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
    throw new InvalidRequest({ Operation: [`Known operations: ${operations.join(', ')}.`] });
  }
  return scenario;
}

const unreadable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof InvalidRequest) response.status(400).json({ errors: error.errors });
  else next(error);
};
