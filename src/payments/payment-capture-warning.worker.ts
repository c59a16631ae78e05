import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { PaymentWarnings } from './payment-warnings.js';

/** Warns once of each payment whose held money goes back to the payer soon, while there is time left to capture it. */
@Injectable()
export class PaymentCaptureWarningWorker implements WorkerTask {
  readonly name = 'payment-capture-warning';
  readonly topic = 'payment-capture-warning';
  readonly pollMs: number;

  constructor(
    private readonly warnings: PaymentWarnings,
    private readonly config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  tick(): Promise<boolean> {
    return this.warnings.tellDue({
      isAwaited: 'capture_before IS NOT NULL AND NOT capture_warned',
      isDue: 'capture_before <= now() + make_interval(secs => $1)',
      seconds: this.config.captureWarningSeconds,
      orderBy: 'capture_before',
      tell: (payment, at) => payment.warnCapture(at),
    });
  }
}
