import { verifyAtProvider } from '../../../src/connections/connection-verification.js';
import { GatewayError, type GatewayErrorKind } from '../../../src/gateways/gateway-error.js';
import type { PaymentGateway } from '../../../src/gateways/payment-gateway.js';

const HTTPS = 'https://pay.example.com/webhooks/paper/token';

function failing(kind: GatewayErrorKind, operation: string): () => Promise<never> {
  return () => Promise.reject(new GatewayError({ kind, operation, detail: 'HTTP 400: no' }));
}

function gatewayWith(members: {
  subscribe?: () => Promise<{ id: string; secrets: string[] }>;
  checkCredentials?: () => Promise<void>;
}): PaymentGateway {
  const { subscribe, checkCredentials = () => Promise.reject(new Error('not expected to be asked')) } = members;
  return { checkCredentials, ...(subscribe && { webhookSetup: { subscribe } }) } as unknown as PaymentGateway;
}

describe('verifying a connection', () => {
  it('takes a subscription for proof of the credentials', async () => {
    const subscribe = () => Promise.resolve({ id: 'sub_1', secrets: ['new', 'old'] });
    await expect(verifyAtProvider(gatewayWith({ subscribe }), HTTPS)).resolves.toEqual({
      verification: { credentials: 'accepted', webhooks: 'subscribed', detail: null },
      secrets: ['new', 'old'],
    });
  });

  it.each<GatewayErrorKind>(['rejected', 'misconfigured'])(
    'checks the credentials alone when the subscription is %s',
    async (kind) => {
      const gateway = gatewayWith({ subscribe: failing(kind, 'subscribe'), checkCredentials: () => Promise.resolve() });
      await expect(verifyAtProvider(gateway, HTTPS)).resolves.toEqual({
        verification: { credentials: 'accepted', webhooks: 'not_possible', detail: 'subscribe: HTTP 400: no.' },
        secrets: [],
      });
    },
  );

  it('says what is the matter with an address that is not https', async () => {
    const gateway = gatewayWith({
      subscribe: failing('rejected', 'subscribe'),
      checkCredentials: async () => undefined,
    });
    const { verification } = await verifyAtProvider(gateway, 'http://localhost:3000/webhooks/paper/token');
    expect(verification.detail).toBe(
      'subscribe: HTTP 400: no. PUBLIC_URL is not https, and providers call nothing else.',
    );
  });

  it('tells refused credentials from everything else', async () => {
    const refused = failing('misconfigured', 'checkCredentials');
    const gateway = gatewayWith({ subscribe: failing('misconfigured', 'subscribe'), checkCredentials: refused });
    await expect(verifyAtProvider(gateway, HTTPS)).resolves.toMatchObject({
      verification: { credentials: 'refused', webhooks: 'not_possible', detail: 'checkCredentials: HTTP 400: no' },
      failure: { kind: 'misconfigured' },
    });
  });

  it('checks the credentials where a provider has no call for webhooks', async () => {
    const gateway = gatewayWith({ checkCredentials: () => Promise.resolve() });
    await expect(verifyAtProvider(gateway, HTTPS)).resolves.toMatchObject({
      verification: { credentials: 'accepted', webhooks: 'not_possible' },
    });
  });

  it('counts a subscription without a secret as none', async () => {
    const subscribe = () => Promise.resolve({ id: 'sub_1', secrets: [] });
    const gateway = gatewayWith({ subscribe, checkCredentials: () => Promise.resolve() });
    await expect(verifyAtProvider(gateway, HTTPS)).resolves.toMatchObject({
      verification: { credentials: 'accepted', webhooks: 'not_possible' },
    });
  });

  it.each<GatewayErrorKind>(['not_sent', 'rate_limited', 'unknown_outcome'])(
    'concludes nothing from a subscription that is %s',
    async (kind) => {
      const gateway = gatewayWith({ subscribe: failing(kind, 'subscribe') });
      await expect(verifyAtProvider(gateway, HTTPS)).rejects.toMatchObject({ kind });
    },
  );

  it('concludes nothing from a check of the credentials that nobody answered', async () => {
    const gateway = gatewayWith({ checkCredentials: failing('not_sent', 'checkCredentials') });
    await expect(verifyAtProvider(gateway, HTTPS)).rejects.toMatchObject({ kind: 'not_sent' });
  });
});
