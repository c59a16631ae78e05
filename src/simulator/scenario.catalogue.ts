/**
 * When a scenario strikes:
 * `request` instead of (or after) a provider operation, `echo` in the intent that an operation answers with, `webhook` when an
 * event is announced, `late_money` when a payer pays a closed intent, `bank` when a card is charged, `refund` when money goes back.
 */
export type ScenarioMoment = 'request' | 'echo' | 'webhook' | 'late_money' | 'bank' | 'refund';

interface CatalogueEntry {
  readonly moment: ScenarioMoment;
  readonly says: string;
  readonly operation?: string;
  readonly event?: string;
}

const STATUS_EVENT = 'payment_intent.status_updated';

/** Everything that can be told to go wrong. `operation` and `event` are what a scenario is limited to unless it says otherwise. */
export const SCENARIO_CATALOGUE = {
  webhook_lost: { moment: 'webhook', event: STATUS_EVENT, says: 'the event is never sent' },
  webhook_twice: { moment: 'webhook', event: STATUS_EVENT, says: 'the event is sent twice under one id' },
  webhook_late: { moment: 'webhook', event: STATUS_EVENT, says: 'the event is sent after delayMs (default 90 000)' },
  return_before_webhook: { moment: 'webhook', event: STATUS_EVENT, says: 'the payer is back delayMs (1 500) earlier' },
  webhooks_swapped: {
    moment: 'webhook',
    says: "the event waits until the intent's next one was sent, at most delayMs",
  },
  provider_timeout: { moment: 'request', says: 'nothing happens and no answer ever comes' },
  provider_timeout_after_create: { moment: 'request', operation: 'create', says: 'it happens, the answer never comes' },
  provider_500: { moment: 'request', says: 'nothing happens, answer 500' },
  provider_429: { moment: 'request', says: 'nothing happens, answer 429, Retry-After if retryAfterSeconds is given' },
  provider_answer: { moment: 'request', says: 'nothing happens, answer {status, body, contentType} as given' },
  provider_drip: { moment: 'request', says: 'nothing happens, headers, then a byte each intervalMs (1 000)' },
  provider_reset: { moment: 'request', says: 'nothing happens, the connection is reset' },
  provider_reset_after_create: { moment: 'request', operation: 'create', says: 'it happens, then a connection reset' },
  amount_mismatch: { moment: 'echo', says: 'another amount (value, default one more) is echoed' },
  currency_mismatch: { moment: 'echo', says: 'the other currency is echoed' },
  reference_mismatch: { moment: 'echo', says: 'another reference is echoed' },
  unknown_status: { moment: 'echo', says: 'a status (default OnHold) is echoed that no document knows' },
  paid_after_expiry: { moment: 'late_money', says: 'a card is charged although the intent expired or was canceled' },
  slow_bank: { moment: 'bank', says: 'the bank confirms after delayMs, the payer is sent back at once' },
  refund_fails: { moment: 'refund', says: 'the refund is refused' },
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
  /** An HTTP status for `provider_answer`, an intent status for `unknown_status`. */
  status?: number | string;
  body?: unknown;
  contentType?: string;
  value?: number;
  event?: string;
}

/** A scenario waiting for its moment. Absent targets mean: whichever comes first. */
export interface PendingScenario {
  readonly name: ScenarioName;
  readonly intentId?: string;
  readonly reference?: string;
  readonly operation?: string;
  readonly options: ScenarioOptions;
  remaining: number;
}
