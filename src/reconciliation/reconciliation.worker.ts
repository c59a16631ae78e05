import { Injectable } from '@nestjs/common';
import { AppLogger } from '../common/app-logger.js';
import { toPublicId } from '../common/ids.js';
import { AppConfig } from '../config/app-config.js';
import { Waker } from '../database/waker.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { GatewayError } from '../gateways/gateway-error.js';
import { ReconciliationPlan } from './reconciliation-plan.js';
import type { Reconciliation } from './reconciliation.entity.js';
import { Reconciliations } from './reconciliations.service.js';

/** Connections under way at once in this process: each is one call at a time, and mostly waits. */
const SLOTS = 32;
const LONGEST_POLL_MS = 60_000;

/** Begins each connection's run when it is due. None waits for another's provider. */
@Injectable()
export class ReconciliationWorker implements WorkerTask {
  readonly name = 'reconciliation';
  readonly topic = 'reconciliation';
  readonly pollMs: number;

  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly plan: ReconciliationPlan,
    private readonly reconciliations: Reconciliations,
    private readonly waker: Waker,
    private readonly logger: AppLogger,
    private readonly config: AppConfig,
  ) {
    const { workerPollMs, reconciliationSeconds } = config;
    this.pollMs = Math.max(workerPollMs, Math.min(LONGEST_POLL_MS, reconciliationSeconds * 50));
  }

  async tick(): Promise<boolean> {
    if (this.config.reconciliationSeconds === 0) return false;
    await this.plan.extend();
    const free = SLOTS - this.running.size;
    const claimed = free > 0 ? await this.reconciliations.claim(free) : [];
    for (const row of claimed) this.begin(row);
    return false;
  }

  /** A run may be long: it stops after the page it is at, and whoever comes next goes on with it. */
  async drain(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private begin(row: Reconciliation): void {
    const run = this.run(row).finally(() => {
      this.running.delete(run);
      this.waker.wakeHere(this.topic);
    });
    this.running.add(run);
  }

  /** A provider's failure is logged by the gateway's observer and has its next try; anything else is ours to know. */
  private async run(row: Reconciliation): Promise<void> {
    try {
      await this.reconciliations.run(row, this.stopping.signal);
    } catch (err) {
      if (err instanceof GatewayError) return;
      this.logger.error({ err, connection: toPublicId('connection', row.id) }, 'a reconciliation failed');
    }
  }
}
