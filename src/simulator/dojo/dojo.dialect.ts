import type { ProviderCall, ProviderDialect } from '../provider.calls.js';
import { InvalidRequest } from '../request.reader.js';
import type { ScenarioTarget } from '../scenarios.js';
import type { SimulatorContext } from '../simulator.context.js';
import { invalid, notFound, problem } from './dojo.problem.js';
import type { IntentRecord } from './dojo.state.js';

/** Dojo's calls name an intent or, where there is none yet, its reference; its refusals are problem documents. */
export function dojoDialect({ store }: SimulatorContext): ProviderDialect {
  return {
    subjectOf: ({ params, body }) => {
      const { intents } = store.state.dojo;
      const { intentId, refundId } = params;
      if (refundId) return subject(ownerOf(refundId, Object.values(intents)));
      if (intentId) return { ...subject(Object.hasOwn(intents, intentId) ? intents[intentId] : undefined), intentId };
      return asked(body);
    },
    refusalOf: (error) => (error instanceof InvalidRequest ? invalid(error.errors).answer : undefined),
    faults: {
      429: () => problem(429, 'Too Many Requests').answer.body,
      missing: () => notFound().answer,
      500: () => problem(500, 'An error occurred while processing your request.').answer.body,
    },
  };
}

function subject(intent: IntentRecord | undefined): Pick<ScenarioTarget, 'intentId' | 'reference'> {
  return { intentId: intent?.id, reference: intent?.request.reference };
}

function ownerOf(refundId: string, intents: readonly IntentRecord[]): IntentRecord | undefined {
  return intents.find(({ refunds }) => refunds.some((refund) => refund.refundId === refundId));
}

function asked(body: ProviderCall['body']): Pick<ScenarioTarget, 'reference'> {
  const reference = (body as { reference?: unknown } | undefined)?.reference;
  return typeof reference === 'string' ? { reference } : {};
}
