import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { AppConfig } from '../config/app-config.js';
import { claimDue } from '../database/claim-due.js';
import { Database } from '../database/database.js';
import { whileLeased } from '../database/lease.js';
import type { RowKey } from '../database/owned-row.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { ErasureCollection } from './erasure-collection.js';
import { Erasure } from './erasure.entity.js';
import { ERASURES_TOPIC, ErasuresService } from './erasures.service.js';
import { PaymentErasure } from './payment-erasure.js';
import { WAITING_REASON } from './waiting.js';

const BATCH = 20;
/** Whatever began before a payment was erased has ended after as many leases: requests, sendings, webhooks. */
const SETTLING_LEASES = 5;

/**
 * Does erasures, a small batch at a time: no transaction is longer than one payment, and whatever was done stays done when
 * the process is killed. Each payment is gone through twice, since a request that read it just before may write just after.
 */
@Injectable()
export class ErasuresWorker implements WorkerTask {
  readonly name = 'erasures';
  readonly topic = ERASURES_TOPIC;
  readonly pollMs: number;

  constructor(
    private readonly erasures: ErasuresService,
    private readonly collection: ErasureCollection,
    private readonly payments: PaymentErasure,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  async tick(): Promise<boolean> {
    const { leaseSeconds } = this.config;
    const [erasure] = await claimDue(this.database, Erasure, { table: 'erasures', limit: 1, leaseSeconds });
    if (!erasure) return false;
    await whileLeased(this.database, { table: 'erasures', row: erasure, leaseSeconds }, () => this.goOn(erasure));
    return true;
  }

  /** One step, and when the next is due. */
  private async goOn(erasure: Erasure): Promise<void> {
    const now = this.clock.now();
    if (erasure.collectedAt === null) {
      const hasMore = await this.collection.collect(erasure);
      const next = hasMore ? { dueAt: now } : { dueAt: now, collectedAt: now, address: null };
      return this.note(erasure, next);
    }
    const isBusy = (await this.eraseSome(erasure)) || (await this.settleSome(erasure));
    return this.note(erasure, isBusy ? { dueAt: now } : await this.rest(erasure, now));
  }

  private async eraseSome(erasure: Erasure): Promise<boolean> {
    const keys = await this.paymentsOf(erasure, `p.erased_at IS NULL AND (${WAITING_REASON}) IS NULL`);
    for (const key of keys) await this.payments.erase(key);
    return keys.length > 0;
  }

  private async settleSome(erasure: Erasure): Promise<boolean> {
    const keys = await this.paymentsOf(erasure, `p.erased_at <= now() - make_interval(secs => $5)`, [
      this.settlingSeconds,
    ]);
    for (const key of keys) await this.payments.settle(key);
    return keys.length > 0;
  }

  private async paymentsOf(erasure: Erasure, condition: string, values: readonly unknown[] = []): Promise<RowKey[]> {
    const { accountId, mode, id } = erasure;
    const rows = await this.database.query<{ id: string }>(
      `SELECT p.id FROM payments p
       WHERE p.account_id = $1 AND p.mode = $2 AND p.erasure_id = $3 AND ${condition} LIMIT $4`,
      [accountId, mode, id, BATCH, ...values],
    );
    return rows.map((row) => ({ accountId, mode, id: row.id }));
  }

  /** Nothing can be done at this moment. */
  private async rest(erasure: Erasure, now: Date): Promise<Partial<Erasure>> {
    const { waitingCount, underWayCount } = await this.erasures.restOf(erasure);
    if (underWayCount > 0) return { dueAt: this.clock.inSeconds(this.settlingSeconds) };
    if (waitingCount > 0) return { dueAt: this.clock.inSeconds(this.config.personalDataSeconds) };
    return { dueAt: null, finishedAt: now };
  }

  private get settlingSeconds(): number {
    return SETTLING_LEASES * this.config.leaseSeconds;
  }

  private async note(erasure: Erasure, next: Partial<Erasure>): Promise<void> {
    const { dueAt, collectedAt, address, finishedAt } = Object.assign(erasure, next);
    await this.database.run(
      `UPDATE erasures SET due_at = $5, collected_at = $6, address = $7, finished_at = $8, leased_until = NULL
       WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4`,
      [erasure.accountId, erasure.mode, erasure.id, erasure.fence, dueAt, collectedAt, address, finishedAt],
    );
  }
}
