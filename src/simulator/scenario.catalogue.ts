import type { ProviderName } from './simulated.provider.js';

/**
 * When a scenario strikes: `rate` when an account calls too fast, `request` instead of (or after) a provider operation,
 * `echo` in the payment that an operation answers with, `webhook` when an event is announced, `late_money` when a payer pays a
 * closed payment, `bank` when a payer is charged, `capture` when held money is taken, `refund` when money goes back.
 */
export type ScenarioMoment = 'rate' | 'request' | 'echo' | 'webhook' | 'late_money' | 'bank' | 'capture' | 'refund';

interface CatalogueEntry {
  readonly moment: ScenarioMoment;
  readonly says: string;
  readonly operation?: string;
  readonly events?: readonly string[];
  /** Strikes until withdrawn, if it is not told how often. */
  readonly lasts?: boolean;
}

const DEBITED_EVENTS = ['order.payment.debited', 'payment_link.payment.debited'];
/** What happened to money or to the way to pay it; that Dojo made an intent is no news. */
const NEWS = [
  'payment_intent.status_updated',
  ...DEBITED_EVENTS,
  'order.payment.settled',
  'payment_link.payment.settled',
  'payment_link.payment.expired',
];

/** Everything that can be told to go wrong. `operation` and `events` are what a scenario is limited to unless it says otherwise. */
export const SCENARIO_CATALOGUE = {
  webhook_lost: { moment: 'webhook', events: NEWS, says: 'the event is never sent' },
  webhook_twice: { moment: 'webhook', events: NEWS, says: 'the event is sent twice under one id' },
  webhook_late: { moment: 'webhook', events: NEWS, says: 'the event is sent after delayMs (default 90 000)' },
  return_before_webhook: { moment: 'webhook', events: NEWS, says: 'the payer is back delayMs (1 500) earlier' },
  webhooks_swapped: {
    moment: 'webhook',
    says: "the event waits until the payment's next one was sent, at most delayMs (30 000)",
  },
  only_settled_webhook: { moment: 'webhook', events: DEBITED_EVENTS, says: 'Jodo: only the settlement is told of' },
  provider_timeout: { moment: 'request', says: 'nothing happens and no answer ever comes' },
  provider_timeout_after_create: { moment: 'request', operation: 'create', says: 'it happens, the answer never comes' },
  provider_500: { moment: 'request', says: 'nothing happens, answer 500' },
  provider_429: { moment: 'request', says: 'nothing happens, answer 429, Retry-After if retryAfterSeconds is given' },
  rate_limit: {
    moment: 'rate',
    lasts: true,
    says: 'answer 429 to an account beyond value (1) calls per intervalMs (1 000), until withdrawn by times 0',
  },
  provider_answer: { moment: 'request', says: 'nothing happens, answer {status, body, contentType} as given' },
  payment_missing: { moment: 'request', operation: 'fetch', says: 'the provider says that it knows no such payment' },
  provider_drip: { moment: 'request', says: 'nothing happens, headers, then a byte each intervalMs (1 000)' },
  provider_reset: { moment: 'request', says: 'nothing happens, the connection is reset' },
  provider_reset_after_create: { moment: 'request', operation: 'create', says: 'it happens, then a connection reset' },
  amount_mismatch: { moment: 'echo', says: 'another amount (value, default one more) is echoed' },
  currency_mismatch: { moment: 'echo', says: 'Dojo: the other currency is echoed' },
  reference_mismatch: { moment: 'echo', says: 'another reference is echoed' },
  unknown_status: { moment: 'echo', says: 'a status is echoed that no document knows' },
  paid_after_expiry: { moment: 'late_money', says: 'money is taken although the payment expired or was canceled' },
  slow_bank: { moment: 'bank', says: 'the bank confirms after delayMs, the payer is sent back at once' },
  slow_capture: { moment: 'capture', says: 'Dojo: the capture is accepted, and the money taken after delayMs (2 000)' },
  refund_fails: { moment: 'refund', says: 'Dojo: the refund is refused, and so is a reversal in its place' },
} as const satisfies Record<string, CatalogueEntry>;

export type ScenarioName = keyof typeof SCENARIO_CATALOGUE;

export const SCENARIO_NAMES = Object.keys(SCENARIO_CATALOGUE) as ScenarioName[];

export function scenarioEntry(name: ScenarioName): CatalogueEntry {
  return SCENARIO_CATALOGUE[name];
}

export interface ScenarioOptions {
  delayMs?: number;
  intervalMs?: number;
  retryAfterSeconds?: number;
  /** An HTTP status for `provider_answer`, a payment's status for `unknown_status`. */
  status?: number | string;
  body?: unknown;
  contentType?: string;
  value?: number;
  event?: string;
}

/** A scenario waiting for its moment. Absent targets mean: whichever comes first. */
export interface PendingScenario {
  readonly name: ScenarioName;
  readonly provider?: ProviderName;
  /** The payment's id at its provider, whatever that calls it. */
  readonly intentId?: string;
  readonly reference?: string;
  readonly operation?: string;
  readonly options: ScenarioOptions;
  remaining: number;
}
