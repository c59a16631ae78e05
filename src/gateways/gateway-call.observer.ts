import { Injectable, Logger } from '@nestjs/common';
import type { GatewayErrorKind } from './gateway-error.js';

/** One call through a gateway, as far as it may be told: no bodies, no headers, no payer. */
export interface GatewayCall {
  readonly provider: string;
  readonly connectionId: string;
  readonly operation: string;
  readonly durationMs: number;
  /** `defect` is an error that no gateway should let out. */
  readonly outcome: 'ok' | 'defect' | GatewayErrorKind;
  readonly providerStatus?: number;
  /** The failure in words, already free of secrets. */
  readonly failure?: string;
}

/** Learns of every call after it ended; must not throw. Log and metrics are two of these. */
export interface GatewayCallObserver {
  observe(call: GatewayCall): void;
}

/** Injection token of `readonly GatewayCallObserver[]`. */
export const GATEWAY_CALL_OBSERVERS = Symbol('GATEWAY_CALL_OBSERVERS');

@Injectable()
export class GatewayCallLog implements GatewayCallObserver {
  private readonly logger = new Logger('Gateway');

  observe(call: GatewayCall): void {
    const line = { msg: 'provider call', ...call };
    if (call.outcome === 'ok') this.logger.log(line);
    else this.logger.warn(line);
  }
}
