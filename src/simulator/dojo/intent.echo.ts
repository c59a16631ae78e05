import type { SimulatorContext } from '../simulator.context.js';
import type { IntentRecord } from './dojo.state.js';
import { type IntentWire, toIntentWire } from './intent.wire.js';

interface Asked {
  readonly simulator: SimulatorContext;
  readonly operation: string;
}

/** The intent as answered, falsified if a scenario wants it so; the intent itself stays true. */
export function echoOf(intent: IntentRecord, { simulator, operation }: Asked): IntentWire {
  const wire = toIntentWire(intent, simulator.baseUrl);
  const target = { intentId: intent.id, reference: intent.request.reference, operation };
  const scenario = simulator.scenarios.take('echo', target);
  switch (scenario?.name) {
    case 'amount_mismatch': {
      const amount = { ...wire.amount, value: scenario.options.value ?? wire.amount.value + 1 };
      return { ...wire, amount, requestedAmount: amount, totalAmount: amount };
    }
    case 'currency_mismatch': {
      const amount = { ...wire.amount, currencyCode: wire.amount.currencyCode === 'GBP' ? 'EUR' : 'GBP' };
      return { ...wire, amount, requestedAmount: amount, totalAmount: amount };
    }
    case 'reference_mismatch':
      return { ...wire, reference: `not-${wire.reference}`.slice(0, 60) };
    case 'unknown_status':
      return { ...wire, status: String(scenario.options.status ?? 'OnHold') };
    default:
      return wire;
  }
}
