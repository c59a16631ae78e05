import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { PaymentWarnings } from './payment-warnings.js';

/** Warns once of each payment that is paid and not booked. */
@Injectable()
export class PaymentUnbookedWorker implements WorkerTask {
  readonly name = 'payment-unbooked';
  readonly topic = 'payment-unbooked';
  readonly pollMs: number;

  constructor(
    private readonly warnings: PaymentWarnings,
    private readonly config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  tick(): Promise<boolean> {
    return this.warnings.tellDue({
      isAwaited: 'booking_awaited_since IS NOT NULL',
      isDue: 'booking_awaited_since <= now() - make_interval(secs => $1)',
      seconds: this.config.unbookedWarningSeconds,
      orderBy: 'booking_awaited_since',
      tell: (payment, at) => payment.warnUnbooked(at),
    });
  }
}
