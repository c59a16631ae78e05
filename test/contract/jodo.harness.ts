import { JodoGatewayProvider } from '../../src/gateways/jodo/jodo-gateway.provider.js';
import type { CheckoutOrder, ConnectionSecrets } from '../../src/gateways/payment-gateway.js';
import type { GatewayHarness } from './gateway.harness.js';
import { jodoWire } from './jodo.wire.js';
import { startJodoWorld } from './jodo.world.js';

const CREDENTIALS = { apiKey: 'jodo_sim_contract-suite', apiSecret: 'contract-suite-0123456789' };
const TOKEN = Buffer.from(`${CREDENTIALS.apiKey}:${CREDENTIALS.apiSecret}`).toString('base64');
const PAIR_AND_TOKEN = { ...CREDENTIALS, authorizationToken: TOKEN };

const NEITHER = {
  refunding: 'Jodo has no call for it',
  'a refund that goes wrong': 'Jodo has no call for it',
  'capturing held money': 'Jodo holds no money',
  'a capture that goes wrong': 'Jodo holds no money',
  searching: 'Jodo lists nothing',
  'a search that goes wrong': 'Jodo lists nothing',
  'adds refunds up and never beyond what was paid': 'Jodo tells of no refunds',
};

/** Jodo's orders, which send the payer back and neither expire nor can be cancelled. */
export const jodoOrderHarness: GatewayHarness = {
  ...commonParts({ failureNotificationEmail: 'ops@example.com' }),
  wire: jodoWire({ segment: 'orders', family: 'order' }),
  skips: {
    ...NEITHER,
    canceling: 'orders cannot be cancelled',
    'canceling when something goes wrong': 'orders cannot be cancelled',
    'sees a checkout whose time ran out as closed': 'orders never expire',
    'says until when money may be taken, as an instant of UTC': 'orders never expire',
  },
};

/** Jodo's payment links, which expire and can be cancelled and do not send the payer back. */
export const jodoLinkHarness: GatewayHarness = {
  ...commonParts({ failureNotificationEmail: 'ops@example.com', product: 'payment_link' }),
  wire: jodoWire({ segment: 'payment_links', family: 'payment_link' }),
  skips: { ...NEITHER, 'says where the payer comes back': 'payment links know no return address' },
};

function commonParts(settings: ConnectionSecrets['settings']): Omit<GatewayHarness, 'wire' | 'skips'> {
  return {
    openProvider: ({ baseUrl, timeoutMs }) =>
      new JodoGatewayProvider({ sandboxBaseUrl: baseUrl, liveBaseUrl: 'http://127.0.0.1:9', timeoutMs }),
    connection: {
      mode: 'sandbox',
      credentials: CREDENTIALS,
      settings,
      webhookSecrets: ['contract-suite-new', 'contract-suite-old'],
    },
    refusedConnections: {
      'a key without its secret': { credentials: { apiKey: CREDENTIALS.apiKey } },
      'a key and a ready-made token': { credentials: PAIR_AND_TOKEN },
      'a secret that no header carries': { credentials: { ...CREDENTIALS, apiSecret: 'line\nbreak' } },
      'an unknown product': { settings: { product: 'page' } },
      'a source that is no address': { settings: { allowedSourceAddresses: ['example.com'] } },
    },
    order: order(),
    foreignCurrency: 'GBP',
    startWorld: () => startJodoWorld(`Basic ${TOKEN}`),
    privateForms: [TOKEN, '9876543210'],
    webhookSource: '3.108.86.33',
  };
}

function order(): CheckoutOrder {
  return {
    checkoutId: 'chk_contract',
    reference: 'INV-2026-0001',
    payeeName: 'Sample School',
    amount: { value: 105_029, currency: 'INR' },
    description: 'Spring term',
    customer: { name: 'Sam Sample', email: 'sam.sample@example.com', phone: '+919876543210' },
    items: [
      { description: 'Spring term', quantity: 1, amount: { value: 105_029, currency: 'INR' }, code: 'TUITION_FEE' },
    ],
    capture: 'automatic',
    returnUrl: 'https://pay.example.com/l/token/return',
    cancelUrl: 'https://pay.example.com/l/token',
    expiresAt: new Date(Date.now() + 7 * 86_400_000),
  };
}
