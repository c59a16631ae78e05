import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { RefundSync } from './refund-sync.service.js';

const BATCH = 8;

/** Finds out what became of refunds that nobody is waiting for any more, and brings them to their end. */
@Injectable()
export class RefundSyncWorker implements WorkerTask {
  readonly name = 'refund-sync';
  readonly topic = 'refunds';
  readonly pollMs: number;

  constructor(
    private readonly sync: RefundSync,
    config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  async tick(): Promise<boolean> {
    const due = await this.sync.claim(BATCH);
    const results = await Promise.allSettled(due.map((refund) => this.sync.advance(refund, 'timer')));
    const defect = results.find((result) => result.status === 'rejected');
    if (defect) throw defect.reason;
    return due.length === BATCH;
  }
}
