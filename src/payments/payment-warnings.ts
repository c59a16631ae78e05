import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { Transactor } from '../database/transactor.js';
import type { Mode } from '../gateways/payment-gateway.js';
import { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';

const BATCH = 100;

/** Parts of SQL about `payments`. */
export interface PaymentWarning {
  /** It was not told yet, and still makes sense. */
  readonly isAwaited: string;
  /** It is time; `$1` stands for `seconds`. */
  readonly isDue: string;
  readonly seconds: number;
  /** The column of an index that holds just those that are awaited. */
  readonly orderBy: string;
  /** Takes the step that tells it, after which it is not awaited any more. */
  readonly tell: (payment: Payment, at: Date) => void;
}

/**
 * Warns of payments, once each. Nothing is called outside the database, so that the claim, the event and the end of the wait
 * are one transaction: a worker that dies has warned, or another will.
 */
@Injectable()
export class PaymentWarnings {
  constructor(
    private readonly database: Database,
    private readonly repository: PaymentsRepository,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  /** Answers whether more may be due. */
  async tellDue(warning: PaymentWarning): Promise<boolean> {
    const due = await this.database.query<{ account_id: string; mode: Mode; id: string }>(
      `SELECT account_id, mode, id FROM payments
       WHERE ${warning.isAwaited} AND ${warning.isDue} ORDER BY ${warning.orderBy} LIMIT $2`,
      [warning.seconds, BATCH],
    );
    const defects: unknown[] = [];
    for (const row of due) {
      const key = { accountId: row.account_id, mode: row.mode, id: row.id };
      // One payment that cannot be written must not keep the warnings behind it waiting for ever.
      await this.tell(key, warning).catch((error: unknown) => defects.push(error));
    }
    if (defects[0] instanceof Error) throw defects[0];
    return due.length === BATCH;
  }

  private async tell(key: RowKey, { isAwaited, tell }: PaymentWarning): Promise<void> {
    const isTold = await this.transactor.run(async (tx) => {
      // Told or outdated since it was selected: no row. Locked: whoever has it is at just that, or the next tick comes.
      const [payment] = await tx.select(
        Payment,
        `WHERE account_id = $1 AND mode = $2 AND id = $3 AND ${isAwaited} FOR UPDATE SKIP LOCKED`,
        [key.accountId, key.mode, key.id],
      );
      if (!payment) return false;
      tell(payment, this.clock.now());
      await this.repository.save(tx, { payment });
      return true;
    });
    if (isTold) this.repository.announce(key);
  }
}
