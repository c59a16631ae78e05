import { Module } from '@nestjs/common';
import { DojoGatewayProvider } from './dojo/dojo-gateway.provider.js';
import { GATEWAY_CALL_OBSERVERS, GatewayCallLog } from './gateway-call.observer.js';
import { GATEWAY_PROVIDERS, GatewayRegistry } from './gateway-registry.js';
import type { GatewayProvider } from './payment-gateway.js';

/** A new provider is one line here. Each takes its options by a token that the configuration binds. */
const PROVIDERS = [DojoGatewayProvider];

@Module({
  providers: [
    ...PROVIDERS,
    { provide: GATEWAY_PROVIDERS, inject: PROVIDERS, useFactory: (...all: GatewayProvider[]) => all },
    GatewayCallLog,
    { provide: GATEWAY_CALL_OBSERVERS, inject: [GatewayCallLog], useFactory: (log: GatewayCallLog) => [log] },
    GatewayRegistry,
  ],
  exports: [GatewayRegistry],
})
export class GatewaysModule {}
