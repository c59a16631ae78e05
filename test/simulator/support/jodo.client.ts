import { randomUUID } from 'node:crypto';
import { type Reply, send } from './http.sender.js';

export interface Order {
  id: string;
  status: string;
  transaction_id: string | null;
  paid_at: string | null;
  details: { component_type: string; amount: number; settlement_utr?: string; settled_at?: string }[];
  notes: { key: string; value: string }[];
  [member: string]: unknown;
}

export interface Created {
  order_id: string;
  redirect_url: string;
}

export interface Hook {
  id: string;
  event_code: string;
  url: string;
  failure_notification_email: string;
}

export interface LedgerOrder {
  id: string;
  reference: string;
  amountPaise: number;
  status: string;
  payable: boolean;
  webhookTries: number;
  charges: { transactionId: string; amount: number; method: string }[];
}

interface Asked {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly timeoutMs?: number;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** An institute's view of the simulator, under credentials of its own. */
export function jodoClient(url: string, credentials = `jodo_sim_${randomUUID()}:secret`) {
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const call = (method: string, path: string, { body, headers, timeoutMs }: Asked = {}): Promise<Reply> =>
    send(`${url}/api/v1/integrations${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : JSON_TYPE), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      timeoutMs,
    });
  const control = (method: string, path: string, body?: unknown) =>
    send(`${url}/_sim/${path}`, {
      method,
      headers: body === undefined ? {} : JSON_TYPE,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const dataOf = <T>(reply: Reply) => reply.json<{ data: T }>().data;
  return {
    credentials,
    call,
    control,
    create: async (changes: object = {}) =>
      dataOf<Created>(await call('POST', '/pay/orders', { body: { ...anOrder(), ...changes } })),
    createLink: async (changes: object = {}) =>
      dataOf<Created>(await call('POST', '/pay/payment_links', { body: { ...anOrder(), ...changes } })),
    fetch: async (id: string) => dataOf<Order>(await call('GET', `/pay/orders/${id}`)),
    fetchLink: async (id: string) => dataOf<Order>(await call('GET', `/pay/payment_links/${id}`)),
    subscribe: async (eventCode: string, hookUrl: string, changes: object = {}) =>
      dataOf<Hook>(await call('POST', '/erp/webhooks', { body: { ...aHook(eventCode, hookUrl), ...changes } })),
    pay: async (orderId: string, options: object = {}) =>
      (await control('POST', 'pay', { orderId, ...options })).json<{
        status: string;
        outcome: string;
        redirectUrl: string | null;
      }>(),
    settle: (orderId: string) => control('POST', 'settle', { orderId }),
    advance: (advanceSeconds: number) => control('POST', 'clock', { advanceSeconds }),
    scenario: (order: object) => control('POST', 'scenario', { provider: 'jodo', ...order }),
    ledgerOf: async (id: string) =>
      (await control('GET', 'ledger')).json<{ orders: LedgerOrder[] }>().orders.find((order) => order.id === id)!,
    ordersNamed: async (reference: string) =>
      (await control('GET', 'ledger'))
        .json<{ orders: LedgerOrder[] }>()
        .orders.filter((order) => order.reference === reference),
    deliveriesOf: async (id: string) =>
      (await control('GET', 'webhooks'))
        .json<{
          deliveries: {
            orderId?: string;
            event: string;
            subscriptionId: string;
            outcome: string;
            attempts: object[];
          }[];
        }>()
        .deliveries.filter(({ orderId }) => orderId === id),
    page: (address: string) => send(new URL(address, url).href, { method: 'GET' }),
    submit: (address: string, fields: Record<string, string>) =>
      send(new URL(address, url).href, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      }),
  };
}

export function anOrder() {
  return {
    name: 'Sam Sample',
    phone: '9876543210',
    email: 'sam.sample@example.com',
    details: [{ component_type: 'TUITION_FEE', amount: 1050.29 }] as { component_type: string; amount: unknown }[],
    notes: [{ key: 'reference', value: `FEE-${randomUUID().slice(0, 8)}` }],
  };
}

export function aHook(eventCode: string, url: string) {
  return { event_code: eventCode, url, failure_notification_email: 'ops@example.com' };
}
