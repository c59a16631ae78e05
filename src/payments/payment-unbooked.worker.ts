import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { AppConfig } from '../config/app-config.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { Transactor } from '../database/transactor.js';
import type { WorkerTask } from '../database/worker-loop.js';
import type { Mode } from '../gateways/payment-gateway.js';
import { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';

const BATCH = 100;

/**
 * Warns once of each payment that is paid and not booked. Nothing is called outside the database, so that the claim, the
 * event and the end of the wait are one transaction: a worker that dies has warned, or another will.
 */
@Injectable()
export class PaymentUnbookedWorker implements WorkerTask {
  readonly name = 'payment-unbooked';
  readonly topic = 'payment-unbooked';
  readonly pollMs: number;

  constructor(
    private readonly database: Database,
    private readonly repository: PaymentsRepository,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  async tick(): Promise<boolean> {
    const due = await this.database.query<{ account_id: string; mode: Mode; id: string }>(
      `SELECT account_id, mode, id FROM payments
       WHERE booking_awaited_since <= now() - make_interval(secs => $1)
       ORDER BY booking_awaited_since LIMIT $2`,
      [this.config.unbookedWarningSeconds, BATCH],
    );
    const defects: unknown[] = [];
    for (const row of due) {
      const key = { accountId: row.account_id, mode: row.mode, id: row.id };
      // One payment that cannot be written must not keep the warnings behind it waiting for ever.
      await this.warn(key).catch((error: unknown) => defects.push(error));
    }
    if (defects[0] instanceof Error) throw defects[0];
    return due.length === BATCH;
  }

  private async warn(key: RowKey): Promise<void> {
    const isWarned = await this.transactor.run(async (tx) => {
      // Booked or warned of since it was selected: no row. Locked: whoever has it is at just that, or the next tick comes.
      const [payment] = await tx.select(
        Payment,
        `WHERE account_id = $1 AND mode = $2 AND id = $3 AND booking_awaited_since IS NOT NULL FOR UPDATE SKIP LOCKED`,
        [key.accountId, key.mode, key.id],
      );
      if (!payment) return false;
      payment.warnUnbooked(this.clock.now());
      await this.repository.save(tx, { payment });
      return true;
    });
    if (isWarned) this.repository.announce(key);
  }
}
