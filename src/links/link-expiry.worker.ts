import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { AppConfig } from '../config/app-config.js';
import { claimDue } from '../database/claim-due.js';
import { Database } from '../database/database.js';
import { Transactor } from '../database/transactor.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { EventLog } from '../events/event-log.js';
import { PaymentsRepository } from '../payments/payments.repository.js';
import { linkEvent } from './link-events.js';
import { Link } from './link.entity.js';

const BATCH = 100;

/** Tells once of each link that its time, or its payment's, has run out. */
@Injectable()
export class LinkExpiryWorker implements WorkerTask {
  readonly name = 'link-expiry';
  readonly topic = 'link-expiry';
  readonly pollMs: number;
  private readonly leaseSeconds: number;

  constructor(
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly payments: PaymentsRepository,
    private readonly eventLog: EventLog,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
    this.leaseSeconds = config.leaseSeconds;
  }

  async tick(): Promise<boolean> {
    const due = await claimDue(this.database, Link, { table: 'links', limit: BATCH, leaseSeconds: this.leaseSeconds });
    if (due.length === 0) return false;
    const defects: unknown[] = [];
    // One link that cannot be ended must not keep those behind it waiting.
    for (const link of due) await this.end(link).catch((error: unknown) => defects.push(error));
    this.eventLog.announce();
    if (defects[0] instanceof Error) throw defects[0];
    return due.length === BATCH;
  }

  private end(claimed: Link): Promise<void> {
    return this.transactor.run(async (tx) => {
      // Held, or it could be paid or canceled meanwhile, and its link be told to have run out after that.
      const payment = await this.payments.lock(tx, { ...claimed.key, id: claimed.paymentId });
      const [link] = await tx.select(
        Link,
        'WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4 AND due_at IS NOT NULL FOR UPDATE',
        [claimed.accountId, claimed.mode, claimed.id, claimed.fence],
      );
      if (!link) return;
      const status = link.statusFor(payment, this.instantOf(claimed));
      // It, or its payment, was given more time since it was claimed.
      link.dueAt = status === 'active' ? link.endFor(payment) : null;
      link.leasedUntil = null;
      const event = this.eventLog.rowOf(link, linkEvent('link.expired', link, this.clock.now()));
      await tx.write({
        insert: status === 'expired' ? [event] : [],
        update: [{ row: link, set: ['dueAt', 'leasedUntil'] }],
      });
    });
  }

  /** The database said that the instant has come; a clock of ours that is a little behind must not ask again and again. */
  private instantOf({ dueAt }: Link): Date {
    const now = this.clock.now();
    return dueAt !== null && dueAt > now ? dueAt : now;
  }
}
