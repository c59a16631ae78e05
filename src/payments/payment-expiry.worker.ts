import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { AppConfig } from '../config/app-config.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { Transactor } from '../database/transactor.js';
import { Waker } from '../database/waker.js';
import type { WorkerTask } from '../database/worker-loop.js';
import type { Mode } from '../gateways/payment-gateway.js';
import { isPayable } from './payment-status.js';
import { LOOKS_TOPIC } from './payment-sync.service.js';
import { PaymentsRepository } from './payments.repository.js';

const BATCH = 100;

/**
 * Ends payments whose time ran out. A live checkout is looked at first, and closed where the provider can do that: only
 * after an answer younger than the expiry is the payment called expired. What is paid later still counts.
 */
@Injectable()
export class PaymentExpiryWorker implements WorkerTask {
  readonly name = 'payment-expiry';
  readonly topic = 'payment-expiry';
  readonly pollMs: number;

  constructor(
    private readonly database: Database,
    private readonly repository: PaymentsRepository,
    private readonly transactor: Transactor,
    private readonly waker: Waker,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  async tick(): Promise<boolean> {
    await this.askForLooks();
    const due = await this.database.query<{ account_id: string; mode: Mode; id: string }>(
      `SELECT account_id, mode, id FROM payments
       WHERE status IN ('open', 'pending', 'failed') AND expires_at IS NOT NULL AND expires_at <= now()
         AND coalesce(review_reason, '') NOT IN ('amount_mismatch', 'currency_mismatch', 'reference_mismatch')
         AND NOT EXISTS (
           SELECT FROM checkouts WHERE checkouts.account_id = payments.account_id AND checkouts.mode = payments.mode
             AND checkouts.payment_id = payments.id AND checkouts.status IN ('creating', 'open', 'authorized')
             AND (checkouts.looked_at IS NULL OR checkouts.looked_at < payments.expires_at))
       ORDER BY expires_at LIMIT $1`,
      [BATCH],
    );
    const defects: unknown[] = [];
    for (const row of due) {
      const key = { accountId: row.account_id, mode: row.mode, id: row.id };
      // One payment that cannot be ended must not keep those behind it waiting for ever.
      await this.expire(key).catch((error: unknown) => defects.push(error));
    }
    if (defects[0] instanceof Error) throw defects[0];
    return due.length === BATCH;
  }

  private async askForLooks(): Promise<void> {
    const asked = await this.database.run(
      `UPDATE checkouts SET due_at = now() FROM payments
       WHERE payments.status = 'pending' AND payments.expires_at IS NOT NULL AND payments.expires_at <= now()
         AND checkouts.account_id = payments.account_id AND checkouts.mode = payments.mode AND checkouts.payment_id = payments.id
         AND checkouts.status = 'open' AND checkouts.due_at > now() AND checkouts.failed_looks = 0
         AND (checkouts.looked_at IS NULL OR checkouts.looked_at < payments.expires_at)`,
    );
    if (asked > 0) this.waker.wake(LOOKS_TOPIC);
  }

  private async expire(key: RowKey): Promise<void> {
    await this.transactor.run(async (tx) => {
      const payment = await this.repository.lock(tx, key);
      // Since it was selected it may have been paid, opened again, or given more time.
      const { status, expiresAt, isMoneyDisputed } = payment;
      const now = this.clock.now();
      if (!isPayable(status) || isMoneyDisputed || expiresAt === null || now < expiresAt) return;
      const live = await this.repository.liveCheckout(payment, tx);
      const isSeen = !live || (live.lookedAt !== null && live.lookedAt >= expiresAt);
      if (!isSeen) return;
      payment.expire(now);
      await this.repository.save(tx, { payment });
    });
    this.repository.announce(key);
  }
}
