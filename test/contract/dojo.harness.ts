import { createHmac } from 'node:crypto';
import { DojoGatewayProvider } from '../../src/gateways/dojo/dojo-gateway.provider.js';
import type { CheckoutOrder } from '../../src/gateways/payment-gateway.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import type { GatewayHarness, ProviderWire, ProviderWorld } from './gateway.harness.js';

const API_KEY = 'sk_sandbox_contract-suite-0123456789';
const PAYING_CARD = '5200000000001005';
const DECLINED_CARD = '4456530000001013';

const wire: ProviderWire = {
  idOf: (id) => id,
  created: (id, order) => ({ status: 200, body: intent(id, order, 'Created') }),
  createdWithoutId: { status: 200, body: { status: 'Created', paymentLink: 'https://pay.dojo.tech/checkout/' } },
  open: (id, order) => ({ status: 200, body: intent(id, order, 'Created') }),
  paid: (id, order) => ({ status: 200, body: intent(id, order, 'Captured') }),
  authorized: (id, order) => ({ status: 200, body: { ...intent(id, order, 'Authorized'), captureMode: 'Manual' } }),
  refunded: { status: 200, body: { paymentIntentId: 'p_1', refundId: 'rfnd_1', refundReason: null, notes: null } },
  odd: (id, order) => ({ status: 200, body: intent(id, order, 'OnHold') }),
  missing: { status: 404, body: { title: 'Not Found', status: 404 } },
  refusal: (status, text) => ({ status, body: { title: text, detail: text, errors: { Reference: [text] }, status } }),
  claimsPaid: ({ eventId, providerPaymentId }) =>
    JSON.stringify({
      id: eventId,
      event: 'payment_intent.status_updated',
      accountId: 'acc_test',
      createdAt: '2026-04-06T10:00:00.8667859Z',
      data: { paymentIntentId: providerPaymentId, paymentStatus: 'Captured', captureMode: 'Auto' },
    }),
  unrelatedEvent: JSON.stringify({
    id: 'evt_terminal',
    event: 'terminal_session.status_updated',
    data: { status: 'Paid' },
  }),
  sign: (body, secret) => {
    const hex = createHmac('sha256', secret).update(body).digest('hex').toUpperCase();
    return { 'dojo-signature': `sha256=${hex.match(/../g)!.join('-')}` };
  },
  signatureHeader: 'dojo-signature',
};

export const dojoHarness: GatewayHarness = {
  openProvider: (options) => new DojoGatewayProvider(options),
  connection: {
    mode: 'sandbox',
    credentials: { apiKey: API_KEY },
    settings: {},
    webhookSecrets: ['ws_contract-suite-new', 'ws_contract-suite-old'],
  },
  refusedConnections: {
    'an empty key': { credentials: { apiKey: '' } },
    'a live key in sandbox': { credentials: { apiKey: 'sk_prod_contract-suite' } },
    'a sandbox key in live': { mode: 'live' },
    'an unknown version': { settings: { version: '2019-01-01' } },
  },
  order: {
    checkoutId: 'chk_contract',
    reference: 'INV-2026-0001',
    payeeName: 'Sample School',
    amount: { value: 1050, currency: 'GBP' },
    description: 'Autumn term',
    customer: { name: 'Sam Sample', email: 'sam.sample@example.com', phone: '+441632960123' },
    items: [{ description: 'School meals', quantity: 2, amount: { value: 1050, currency: 'GBP' }, code: 'MEAL' }],
    capture: 'automatic',
    returnUrl: 'https://pay.example.com/l/token/return',
    cancelUrl: 'https://pay.example.com/l/token',
    expiresAt: new Date(Date.now() + 7 * 86_400_000),
  },
  foreignCurrency: 'INR',
  startWorld: startDojoWorld,
  wire,
  privateForms: [],
  webhookSource: '192.0.2.1',
  skips: {
    'is refused from an address that is not the provider’s': 'Dojo publishes no addresses',
    'is not made without a customer detail that the profile names': 'Dojo needs none',
    'tells the settlement when the money has reached the bank, and not before': 'Dojo does not tell',
  },
};

async function startDojoWorld(): Promise<ProviderWorld> {
  const simulator = await startSimulator({ port: 0 });
  const headers = { 'content-type': 'application/json', authorization: `Basic ${API_KEY}`, version: '2025-09-10' };

  async function post(path: string, body: unknown, more: Record<string, string> = {}): Promise<unknown> {
    const init = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
    const response = await fetch(`${simulator.url}${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as unknown;
  }

  const loseAnswer = async (operation: string): Promise<void> =>
    void (await post('/_sim/scenario', { name: 'provider_timeout_after_create', operation }));

  return {
    baseUrl: simulator.url,
    pay: async (intentId) => void (await post('/_sim/pay', { intentId, card: PAYING_CARD })),
    decline: async (intentId) => void (await post('/_sim/pay', { intentId, card: DECLINED_CARD })),
    refund: async (intentId, amount) =>
      void (await post(
        `/payment-intents/${intentId}/refunds`,
        { amount },
        { idempotencyKey: `${intentId}-${amount}` },
      )),
    expire: async (expiresAt) => {
      const advanceSeconds = Math.ceil((expiresAt.getTime() - Date.now()) / 1000) + 1;
      await post('/_sim/clock', { advanceSeconds });
    },
    charges: async () => {
      const response = await fetch(`${simulator.url}/_sim/ledger`);
      const { intents } = (await response.json()) as { intents: { charges: unknown[] }[] };
      return intents.flatMap(({ charges }) => charges).length;
    },
    loseNextCreateAnswer: () => loseAnswer('create'),
    loseNextRefundAnswer: () => loseAnswer('refund'),
    loseNextCaptureAnswer: () => loseAnswer('capture'),
    subscriptions: async () => {
      const response = await fetch(`${simulator.url}/webhooks`, { headers });
      return ((await response.json()) as unknown[]).length;
    },
    stop: () => simulator.close(),
  };
}

function intent(id: string, order: CheckoutOrder, status: string): Record<string, unknown> {
  const amount = { value: order.amount.value, currencyCode: order.amount.currency };
  return {
    id,
    captureMode: 'Auto',
    status,
    amount,
    totalAmount: amount,
    refundedAmount: 0,
    reference: order.reference,
    createdAt: '2026-04-06T10:00:00.802258Z',
    updatedAt: '2026-04-06T10:00:00.8023189Z',
    metadata: { 'location-id': 'rpl_test', dunlinCheckoutId: order.checkoutId },
    paymentEvents: [],
    paymentLink: `https://pay.dojo.tech:443/checkout/${id}`,
  };
}
