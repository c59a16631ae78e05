import type { Request, RequestHandler, Response } from 'express';
import { InvalidRequest } from '../request.reader.js';
import type { SimulatorContext } from '../simulator.context.js';
import { type DojoAnswer, DojoRefusal, invalid } from './dojo.problem.js';
import type { DojoOperation } from './dojo.operations.js';
import { happensAnyway, strike, withholdAnswer } from './dojo.faults.js';

/** One authenticated call, as an operation sees it. */
export interface DojoCall {
  readonly accountId: string;
  readonly version: string;
  readonly operation: DojoOperation;
  readonly body: unknown;
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  header(name: string): string | undefined;
}

export type DojoHandler = (call: DojoCall) => DojoAnswer;

/** Turns operations into Express handlers: counts the call, lets a scenario strike, saves, then answers. */
export class DojoCalls {
  constructor(private readonly simulator: SimulatorContext) {}

  handle(operation: DojoOperation, handler: DojoHandler): RequestHandler {
    return async (request, response) => {
      const call = readCall(request, { operation, response });
      const subject = this.subjectOf(call);
      this.count(operation, subject.reference);
      const scenario = this.simulator.scenarios.take('request', { operation, ...subject });
      const answer = scenario && !happensAnyway(scenario) ? undefined : perform(handler, call);
      // Saved before it is answered: what the caller was told must still be true after a restart.
      await this.simulator.store.save();
      if (!answer) strike(scenario!, response);
      else if (scenario) withholdAnswer(scenario, response);
      else send(answer, response);
    };
  }

  private subjectOf({ params, body }: DojoCall): { intentId?: string; reference?: string } {
    const { intents } = this.simulator.store.state.dojo;
    const { intentId, refundId } = params;
    if (refundId) {
      const intent = Object.values(intents).find(({ refunds }) =>
        refunds.some((refund) => refund.refundId === refundId),
      );
      return { intentId: intent?.id, reference: intent?.request.reference };
    }
    if (intentId)
      return {
        intentId,
        reference: Object.hasOwn(intents, intentId) ? intents[intentId]?.request.reference : undefined,
      };
    const reference = (body as { reference?: unknown } | undefined)?.reference;
    return typeof reference === 'string' ? { reference } : {};
  }

  private count(operation: DojoOperation, reference: string | undefined): void {
    const { calls, callsByReference } = this.simulator.store.state.dojo;
    calls[operation] = (calls[operation] ?? 0) + 1;
    if (reference !== undefined) {
      const own = (callsByReference[reference] ??= {});
      own[operation] = (own[operation] ?? 0) + 1;
    }
    this.simulator.store.touch();
  }
}

function perform(handler: DojoHandler, call: DojoCall): DojoAnswer {
  try {
    return handler(call);
  } catch (error) {
    if (error instanceof DojoRefusal) return error.answer;
    if (error instanceof InvalidRequest) return invalid(error.errors).answer;
    throw error;
  }
}

function readCall(
  request: Request,
  { operation, response }: { operation: DojoOperation; response: Response },
): DojoCall {
  const { accountId, version } = response.locals as { accountId: string; version: string };
  return {
    accountId,
    version,
    operation,
    body: request.body as unknown,
    params: request.params as Record<string, string>,
    query: request.query,
    header: (name) => request.get(name),
  };
}

export function send(answer: DojoAnswer, response: Response): void {
  response.status(answer.status);
  if (answer.body === undefined) response.end();
  else response.json(answer.body);
}
