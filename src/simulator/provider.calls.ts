import type { Request, RequestHandler, Response } from 'express';
import { type ProviderAnswer, ProviderRefusal, send } from './provider.answer.js';
import { type FaultBodies, happensAnyway, strike, withholdAnswer } from './provider.faults.js';
import { RateMeter } from './rate.meter.js';
import type { ScenarioTarget } from './scenarios.js';
import type { SimulatorContext } from './simulator.context.js';

/** One authenticated call, as an operation sees it. */
export interface ProviderCall {
  readonly accountId: string;
  readonly operation: string;
  readonly body: unknown;
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  header(name: string): string | undefined;
}

export type ProviderHandler = (call: ProviderCall) => ProviderAnswer;

/** How a provider's calls differ from another's. */
export interface ProviderDialect {
  /** The payment that a call is about, as scenarios know it; calls are counted under its (first) reference. */
  subjectOf(call: ProviderCall): Pick<ScenarioTarget, 'intentId' | 'reference'>;
  /** The answer that an operation's error stands for; `undefined` if it is a fault of the simulator. */
  refusalOf(error: unknown): ProviderAnswer | undefined;
  readonly faults: FaultBodies;
}

/**
 * Turns operations into Express handlers: counts the call, lets a scenario strike, saves, then answers. An earlier handler
 * has put the caller's account into `response.locals.accountId`.
 */
export class ProviderCalls<Operation extends string> {
  private readonly rates: RateMeter;

  constructor(
    private readonly simulator: SimulatorContext,
    private readonly dialect: ProviderDialect,
  ) {
    this.rates = new RateMeter(simulator.scenarios);
  }

  handle(operation: Operation, handler: ProviderHandler): RequestHandler {
    return async (request, response) => {
      const call = readCall(request, { operation, response });
      const subject = this.dialect.subjectOf(call);
      this.simulator.counts.add(operation, [subject.reference ?? []].flat()[0]);
      const target = { operation, ...subject };
      const scenario = this.rates.exceeded(call.accountId, target) ?? this.simulator.scenarios.take('request', target);
      const answer = scenario && !happensAnyway(scenario) ? undefined : this.perform(handler, call);
      // Saved before it is answered: what the caller was told must still be true after a restart.
      await this.simulator.store.save();
      if (!answer) strike(scenario!, { response, bodies: this.dialect.faults });
      else if (scenario) withholdAnswer(scenario, response);
      else send(answer, response);
    };
  }

  private perform(handler: ProviderHandler, call: ProviderCall): ProviderAnswer {
    try {
      return handler(call);
    } catch (error) {
      const answer = error instanceof ProviderRefusal ? error.answer : this.dialect.refusalOf(error);
      if (!answer) throw error;
      return answer;
    }
  }
}

function readCall(request: Request, { operation, response }: { operation: string; response: Response }): ProviderCall {
  const { accountId } = response.locals as { accountId: string };
  return {
    accountId,
    operation,
    body: request.body as unknown,
    params: request.params as Record<string, string>,
    query: request.query,
    header: (name) => request.get(name),
  };
}
