import { Injectable } from '@nestjs/common';
import { Metrics } from '../common/metrics.js';
import type { GatewayCall, GatewayCallObserver } from './gateway-call.observer.js';

@Injectable()
export class GatewayCallMetrics implements GatewayCallObserver {
  constructor(private readonly metrics: Metrics) {}

  observe({ provider, operation, outcome, durationMs }: GatewayCall): void {
    this.metrics.providerCallSeconds.observe({ provider, operation, outcome }, durationMs / 1000);
  }
}
