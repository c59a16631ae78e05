import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { GatewayCall } from '../../../src/gateways/gateway-call.observer.js';
import { GatewayError } from '../../../src/gateways/gateway-error.js';
import { AppLogger, PinoLogger } from '../../../src/common/app-logger.js';
import { Metrics } from '../../../src/common/metrics.js';
import { AppConfig, loadConfig } from '../../../src/config/app-config.js';
import { GatewayRegistry, type OpeningContext } from '../../../src/gateways/gateway-registry.js';
import { GatewaysModule } from '../../../src/gateways/gateways.module.js';
import type { CheckoutOrder, GatewayProvider, PaymentGateway } from '../../../src/gateways/payment-gateway.js';

const CONNECTION = { mode: 'sandbox', credentials: {}, settings: {}, webhookSecrets: [] } as const;

function registryWith(gateway: Partial<PaymentGateway>): { registry: GatewayRegistry; calls: GatewayCall[] } {
  const calls: GatewayCall[] = [];
  const provider = { id: 'paper', open: () => gateway } as unknown as GatewayProvider;
  return { registry: new GatewayRegistry([provider], [{ observe: (call) => calls.push(call) }]), calls };
}

function opened(
  gateway: Partial<PaymentGateway>,
  pace?: OpeningContext['pace'],
): { gateway: PaymentGateway; calls: GatewayCall[] } {
  const { registry, calls } = registryWith(gateway);
  return { gateway: registry.open('paper', CONNECTION, { connectionId: 'con_1', ...(pace && { pace }) }), calls };
}

describe('GatewayRegistry', () => {
  it('opens a connection and tells one line a call', async () => {
    const { gateway, calls } = opened({
      fetchPayment: async (id) => ({ providerPaymentId: id, reference: null, status: 'open' }),
    });
    await expect(gateway.fetchPayment('p1')).resolves.toMatchObject({ providerPaymentId: 'p1' });
    expect(calls).toEqual([
      {
        provider: 'paper',
        connectionId: 'con_1',
        operation: 'fetchPayment',
        durationMs: expect.any(Number),
        outcome: 'ok',
      },
    ]);
  });

  it('tells what kind of failure it was and passes it on', async () => {
    const failure = new GatewayError({
      kind: 'rejected',
      operation: 'createCheckout',
      detail: 'no',
      providerStatus: 400,
    });
    const { gateway, calls } = opened({ createCheckout: () => Promise.reject(failure) });
    await expect(gateway.createCheckout({} as CheckoutOrder)).rejects.toBe(failure);
    expect(calls[0]).toMatchObject({ outcome: 'rejected', providerStatus: 400, failure: 'createCheckout: no' });
  });

  it('does not repeat the message of an error that no gateway should let out', async () => {
    const { gateway, calls } = opened({ fetchPayment: () => Promise.reject(new TypeError('sk_prod_secret')) });
    await expect(gateway.fetchPayment('p1')).rejects.toThrow(TypeError);
    expect(calls[0]).toMatchObject({ outcome: 'defect', failure: 'TypeError' });
  });

  it('declares exactly the capabilities of the gateway inside', () => {
    const bare = opened({}).gateway;
    expect([bare.cancellation, bare.search, bare.webhookSetup]).toEqual([undefined, undefined, undefined]);
    const able = opened({ cancellation: { cancel: () => Promise.reject(new Error()) } }).gateway;
    expect(able.cancellation).toBeDefined();
  });

  it('tells of each page of a search, and paces it', async () => {
    const page = { found: [], next: null };
    const pace: string[] = [];
    const { gateway, calls } = opened({ search: { page: async () => page } }, async (operation) => {
      pace.push(operation);
    });
    const window = { from: new Date(0), to: new Date(1) };
    await expect(gateway.search!.page(window, null)).resolves.toBe(page);
    await gateway.search!.page(window, 'c1');
    expect(calls).toMatchObject([
      { operation: 'search', outcome: 'ok' },
      { operation: 'search', outcome: 'ok' },
    ]);
    expect(pace).toEqual(['search', 'search']);
  });

  it('refuses an unknown provider', () => {
    const { registry } = registryWith({});
    expect(registry.get('other')).toBeUndefined();
    expect(() => registry.open('other', CONNECTION, { connectionId: 'con_1' })).toThrow(
      expect.objectContaining({ kind: 'misconfigured' }),
    );
  });

  it('refuses two providers under one id', () => {
    const provider = { id: 'same' } as GatewayProvider;
    expect(() => new GatewayRegistry([provider, provider], [])).toThrow('same id');
  });
});

describe('GatewaysModule', () => {
  it('offers every provider by its id', async () => {
    @Global()
    @Module({
      providers: [
        Metrics,
        { provide: AppConfig, useValue: loadConfig({}, false) },
        { provide: AppLogger, useValue: new PinoLogger({ level: 'silent', format: 'json' }) },
      ],
      exports: [AppConfig, AppLogger, Metrics],
    })
    class SurroundingsModule {}
    const module = await Test.createTestingModule({ imports: [SurroundingsModule, GatewaysModule] }).compile();
    const registry = module.get(GatewayRegistry);
    expect(registry.all().map(({ id }) => id)).toEqual(['dojo', 'jodo']);
    await module.close();
  });
});
