import type { GatewayProfile } from '../payment-gateway.js';

/** Released API versions that this gateway understands: older ones name item lines and card details otherwise. */
export const DOJO_VERSIONS = ['2024-02-05', '2025-09-10', '2026-02-27'] as const;
export const DOJO_PAYMENT_METHODS = ['Card', 'Wallet'] as const;

export type DojoVersion = (typeof DOJO_VERSIONS)[number];
export type DojoPaymentMethod = (typeof DOJO_PAYMENT_METHODS)[number];

export const DOJO_PROFILE: GatewayProfile = {
  name: 'Dojo',
  currencies: ['GBP', 'EUR'],
  requiredCustomerDetails: [],
  credentialsSchema: {
    type: 'object',
    properties: { apiKey: { type: 'string', description: 'Secret key of one location: sk_sandbox_… or sk_prod_…' } },
    required: ['apiKey'],
    additionalProperties: false,
  },
  settingsSchema: {
    type: 'object',
    properties: {
      version: { enum: DOJO_VERSIONS, default: '2025-09-10' },
      paymentMethods: {
        type: 'array',
        items: { enum: DOJO_PAYMENT_METHODS },
        minItems: 1,
        default: DOJO_PAYMENT_METHODS,
        description: 'Wallet offers Apple Pay and Google Pay',
      },
      isNotOnlineCheckout: {
        type: 'boolean',
        default: false,
        description: 'Payment links without online checkout; for verified partners, needs version 2026-02-27',
      },
      softwareHouseId: { type: 'string', description: 'Sent as software-house-id where Dojo asks for it' },
    },
    additionalProperties: false,
  },
  // Dojo publishes no limits: a modest figure, so that a sweep never looks like an attack.
  pace: { callsPerSecond: 20 },
  capabilities: {
    cancellation: 'always',
    manualCapture: 'always',
    refunds: 'always',
    search: 'always',
    webhookSetup: 'always',
  },
};
