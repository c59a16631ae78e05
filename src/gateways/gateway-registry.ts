import { Inject, Injectable } from '@nestjs/common';
import { GATEWAY_CALL_OBSERVERS, type GatewayCallObserver } from './gateway-call.observer.js';
import { GatewayError } from './gateway-error.js';
import { ObservedGateway } from './observed-gateway.js';
import type { ConnectionSecrets, GatewayProvider, PaymentGateway } from './payment-gateway.js';

/** Injection token of `readonly GatewayProvider[]`. */
export const GATEWAY_PROVIDERS = Symbol('GATEWAY_PROVIDERS');

export interface OpeningContext {
  /** Whose connection is opened, for the log. */
  readonly connectionId: string;
  /** Resolves when the provider may be called; throws `GatewayError` when it may not. */
  readonly pace?: (operation: string) => Promise<void>;
}

/** Every provider the product knows, by id; the only place that opens a connection. */
@Injectable()
export class GatewayRegistry {
  private readonly byId: ReadonlyMap<string, GatewayProvider>;

  constructor(
    @Inject(GATEWAY_PROVIDERS) providers: readonly GatewayProvider[],
    @Inject(GATEWAY_CALL_OBSERVERS) private readonly observers: readonly GatewayCallObserver[],
  ) {
    this.byId = new Map(providers.map((provider) => [provider.id, provider]));
    if (this.byId.size !== providers.length) throw new Error('Two gateway providers have the same id');
  }

  /** Undefined for a provider that this installation does not know. */
  get(providerId: string): GatewayProvider | undefined {
    return this.byId.get(providerId);
  }

  all(): readonly GatewayProvider[] {
    return [...this.byId.values()];
  }

  /** Throws `GatewayError` of kind `misconfigured` for an unknown provider and for unusable credentials or settings. */
  open(providerId: string, connection: ConnectionSecrets, context: OpeningContext): PaymentGateway {
    const provider = this.get(providerId);
    if (!provider) {
      throw new GatewayError({ kind: 'misconfigured', operation: 'open', detail: 'no such payment provider' });
    }
    const gateway = provider.open(connection);
    return new ObservedGateway({ gateway, provider: providerId, ...context, observers: this.observers });
  }
}
