import type { GatewayProfile } from '../payment-gateway.js';

/** Jodo has two hosted pages: orders know a return address, payment links can expire and be cancelled. */
export const JODO_PRODUCTS = ['order', 'payment_link'] as const;

export type JodoProduct = (typeof JODO_PRODUCTS)[number];

const text = (description: string) => ({ type: 'string', minLength: 1, description });

export const JODO_PROFILE: GatewayProfile = {
  name: 'Jodo',
  currencies: ['INR'],
  requiredCustomerDetails: ['name', 'email', 'phone'],
  credentialsSchema: {
    type: 'object',
    properties: {
      apiKey: text('API key of one institute; together with apiSecret'),
      apiSecret: text('API secret of one institute; together with apiKey'),
      authorizationToken: text('Ready-made value of the Authorization header, where Jodo issued one instead of a key'),
      webhookHeaderValue: text('Value that every webhook must carry in the header named webhookHeaderName'),
    },
    oneOf: [
      { required: ['apiKey', 'apiSecret'], not: { required: ['authorizationToken'] } },
      { required: ['authorizationToken'], not: { anyOf: [{ required: ['apiKey'] }, { required: ['apiSecret'] }] } },
    ],
    additionalProperties: false,
  },
  settingsSchema: {
    type: 'object',
    properties: {
      product: {
        enum: JODO_PRODUCTS,
        default: 'order',
        description: 'Only payment links expire and can be cancelled; only orders send the payer back',
      },
      collectorCode: text('Branch of the institute; needed where it has several'),
      componentType: {
        type: 'string',
        minLength: 1,
        default: 'Payable Amount',
        description: 'Fee component of whatever has no code of its own',
      },
      failureNotificationEmail: text('Where Jodo writes when webhooks fail; needed to register them'),
      webhookHeaderName: text('Header that every webhook must carry with webhookHeaderValue'),
      allowedSourceAddresses: {
        type: 'array',
        items: { type: 'string' },
        description:
          'Addresses or CIDR ranges that webhooks may come from; by default those Jodo publishes, [] for any',
      },
    },
    additionalProperties: false,
  },
  // Jodo answers bursts with 429 under a limit that it does not publish, and may keep answering so for days.
  pace: { callsPerSecond: 1 },
  reportsSettlement: true,
  capabilities: {
    cancellation: { condition: 'Only with the setting product: payment_link; orders cannot be cancelled.' },
    search: 'never',
    // No call for it is documented: money goes back through Jodo's dashboard or support.
    refunds: 'never',
    webhookSetup: { condition: 'Needs the setting failureNotificationEmail.' },
    manualCapture: 'never',
  },
};
