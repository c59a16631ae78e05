import { randomUUID } from 'node:crypto';
import { send } from './http.sender.js';

export interface Intent {
  id: string;
  status: string;
  amount: { value: number; currencyCode: string };
  reference: string;
  refundedAmount: number;
  paymentLink: string;
  metadata: Record<string, string>;
  paymentEvents: { eventType: string; transactionId: string }[];
  [member: string]: unknown;
}

interface Asked {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly timeoutMs?: number;
}

/** A merchant's view of the simulator, under a key of its own. */
export function dojoClient(url: string, key = `sk_sandbox_${randomUUID()}`) {
  const api = { authorization: `Basic ${key}`, version: '2026-02-27' };
  const call = (method: string, path: string, { body, headers, timeoutMs }: Asked = {}) =>
    send(`${url}${path}`, {
      method,
      headers: { ...api, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      timeoutMs,
    });
  const control = (method: string, path: string, body?: unknown) =>
    send(`${url}/_sim/${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  return {
    key,
    call,
    control,
    create: async (changes: object = {}) =>
      (await call('POST', '/payment-intents', { body: { ...anIntent(), ...changes } })).json<Intent>(),
    fetch: async (id: string) => (await call('GET', `/payment-intents/${id}?returnCanceled=true`)).json<Intent>(),
    pay: async (intentId: string, options: object = {}) =>
      (await control('POST', 'pay', { intentId, card: PAYS, ...options })).json<{
        status: string;
        outcome: string;
        redirectUrl: string | null;
      }>(),
    refund: (id: string, amount: unknown, idempotencyKey = randomUUID() as string) =>
      call('POST', `/payment-intents/${id}/refunds`, { body: { amount }, headers: { idempotencyKey } }),
    subscribe: async (hookUrl: string, events = ['payment_intent.status_updated']) =>
      (await call('POST', '/webhooks', { body: { url: hookUrl, events } })).json<{
        id: string;
        secrets: { id: string; value: string; isActive: boolean }[];
      }>(),
    scenario: (order: object) => control('POST', 'scenario', order),
    ledgerOf: async (id: string) => {
      const ledger = (await control('GET', 'ledger')).json<{ intents: LedgerIntent[] }>();
      return ledger.intents.find((intent) => intent.id === id)!;
    },
    submit: (path: string, fields: Record<string, string>) =>
      send(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      }),
    page: (path: string) => send(`${url}${path}`, { method: 'GET' }),
  };
}

export interface LedgerIntent {
  id: string;
  account: string;
  status: string;
  payable: boolean;
  refunded: number;
  webhookTries: number;
  charges: { transactionId: string; amount: number; card: string }[];
}

export const PAYS = '5200000000001005';
export const CHALLENGES = '5200000000001096';
export const DECLINES = '4456530000001013';

export function anIntent() {
  return { amount: { value: 1050, currencyCode: 'GBP' }, reference: `INV-${randomUUID().slice(0, 8)}` };
}

/** The card form as a payer sends it. */
export function cardForm(cardNumber: string, changes: Record<string, string> = {}) {
  return {
    cardNumber,
    expiry: '12/29',
    cvv: cardNumber === DECLINES ? '341' : '020',
    cardName: 'Sandbox Payer',
    ...changes,
  };
}
