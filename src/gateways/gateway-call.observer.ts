import { Injectable } from '@nestjs/common';
import { AppLogger } from '../common/app-logger.js';
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
  constructor(private readonly logger: AppLogger) {}

  observe(call: GatewayCall): void {
    if (call.outcome === 'ok') this.logger.info({ ...call }, 'provider call');
    else this.logger.warn(call, 'provider call');
  }
}
