import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { GatewayError } from '../gateways/gateway-error.js';
import { LOOKS_TOPIC, PaymentSync } from './payment-sync.service.js';

const BATCH = 8;

/** Looks at whatever is due. */
@Injectable()
export class PaymentSyncWorker implements WorkerTask {
  readonly name = 'payment-sync';
  readonly topic = LOOKS_TOPIC;
  readonly pollMs: number;

  constructor(
    private readonly sync: PaymentSync,
    config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  async tick(): Promise<boolean> {
    const due = await this.sync.claim(BATCH);
    const results = await Promise.allSettled(
      due.map((checkout) => this.sync.look(checkout, { urgency: checkout.isAwaited ? 'person' : 'timer' })),
    );
    // A provider's failure is logged by the gateway's observer and has its next try; anything else is ours to know.
    const defect = results.find((result) => result.status === 'rejected' && !(result.reason instanceof GatewayError));
    if (defect?.status === 'rejected') throw defect.reason;
    return due.length === BATCH;
  }
}
