import { startSimulator } from '../../src/simulator/simulator.js';
import type { ProviderWorld } from './gateway.harness.js';

/** The simulated Jodo, its payers, its bank and its clock. */
export async function startJodoWorld(authorization: string): Promise<ProviderWorld> {
  const simulator = await startSimulator({ port: 0 });
  const orderIdOf = (providerPaymentId: string) => providerPaymentId.replace(/^.*\//, '');

  async function call(path: string, body?: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json', authorization };
    const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${simulator.url}${path}`, { headers, ...post });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as unknown;
  }

  async function answerApp(providerPaymentId: string, approve: boolean): Promise<void> {
    await call('/_sim/pay', { orderId: orderIdOf(providerPaymentId), method: 'upi', approve });
  }

  return {
    baseUrl: simulator.url,
    pay: (id) => answerApp(id, true),
    decline: (id) => answerApp(id, false),
    settle: async (id) => void (await call('/_sim/settle', { orderId: orderIdOf(id) })),
    expire: async (expiresAt) => {
      const advanceSeconds = Math.ceil((expiresAt.getTime() - Date.now()) / 1000) + 1;
      await call('/_sim/clock', { advanceSeconds });
    },
    charges: async () => {
      const { orders } = (await call('/_sim/ledger')) as { orders: { charges: unknown[] }[] };
      return orders.flatMap(({ charges }) => charges).length;
    },
    loseNextCreateAnswer: async () =>
      void (await call('/_sim/scenario', { name: 'provider_timeout_after_create', provider: 'jodo' })),
    subscriptions: async () => {
      const { data } = (await call('/api/v1/integrations/erp/webhooks')) as { data: unknown[] };
      return data.length;
    },
    stop: () => simulator.close(),
  };
}
