import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { DOJO_OPTIONS, DojoGatewayProvider } from './dojo/dojo-gateway.provider.js';
import { GatewayCallMetrics } from './gateway-call.metrics.js';
import { GATEWAY_CALL_OBSERVERS, GatewayCallLog, type GatewayCallObserver } from './gateway-call.observer.js';
import { GATEWAY_PROVIDERS, GatewayRegistry } from './gateway-registry.js';
import { JODO_OPTIONS, JodoGatewayProvider } from './jodo/jodo-gateway.provider.js';
import type { GatewayProvider } from './payment-gateway.js';

/** A new provider is one line here, and one below where it takes options from the configuration. */
const PROVIDERS = [DojoGatewayProvider, JodoGatewayProvider];

@Module({
  providers: [
    ...PROVIDERS,
    {
      provide: DOJO_OPTIONS,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => ({ baseUrl: config.dojoBaseUrl, timeoutMs: config.providerTimeoutMs }),
    },
    {
      provide: JODO_OPTIONS,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => ({
        sandboxBaseUrl: config.jodoSandboxBaseUrl,
        liveBaseUrl: config.jodoLiveBaseUrl,
        timeoutMs: config.providerTimeoutMs,
      }),
    },
    { provide: GATEWAY_PROVIDERS, inject: PROVIDERS, useFactory: (...all: GatewayProvider[]) => all },
    GatewayCallLog,
    GatewayCallMetrics,
    {
      provide: GATEWAY_CALL_OBSERVERS,
      inject: [GatewayCallLog, GatewayCallMetrics],
      useFactory: (...all: GatewayCallObserver[]) => all,
    },
    GatewayRegistry,
  ],
  exports: [GatewayRegistry],
})
export class GatewaysModule {}
