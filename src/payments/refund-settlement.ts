import { Injectable } from '@nestjs/common';
import { toPublicId } from '../common/ids.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { EventLog } from '../events/event-log.js';
import type { Checkout } from './checkout.entity.js';
import type { Payment } from './payment.entity.js';
import { refundEvent } from './refund-body.js';
import { Refund } from './refund.entity.js';

/** Finds our refunds in the one sum that a provider tells of a checkout: what has gone back, by whomever. */
@Injectable()
export class RefundSettlement {
  constructor(private readonly eventLog: EventLog) {}

  /**
   * To be called whenever a look was applied, in its transaction, and before more is set aside: what went back elsewhere
   * until then is none of the new refund. The payment is locked; the caller saves it, and the checkout.
   */
  async settle(tx: Sql, { payment, checkout, at }: { payment: Payment; checkout: Checkout; at: Date }): Promise<void> {
    if (checkout.amountPaid === 0 || checkout.amountRefunded === checkout.refundedElsewhere) return;
    const refunds = await tx.select(
      Refund,
      `WHERE account_id = $1 AND mode = $2 AND checkout_id = $3 AND status <> 'failed' ORDER BY created_at, id FOR UPDATE`,
      [checkout.accountId, checkout.mode, checkout.id],
    );
    const { gone, elsewhere } = explain(checkout, refunds);
    checkout.refundedElsewhere += elsewhere;
    // Perhaps a refund that a person had ruled out has gone back after all.
    if (elsewhere > 0 && (await this.hasRuledOut(tx, { checkout, amount: elsewhere })))
      payment.refundedUnexpectedly(at);
    const wereUnknown = gone.filter(({ status }) => status === 'unknown');
    for (const refund of gone) refund.end('succeeded', null, at);
    await tx.write({
      insert: gone.map((refund) => this.eventLog.rowOf(payment, refundEvent('refund.succeeded', { refund, payment }))),
      update: gone.map((row) => ({ row, set: ['status', 'failure', 'updatedAt', 'dueAt', 'leasedUntil'] })),
    });
    const [known] = wereUnknown;
    if (known && !(await this.hasUnknown(tx, payment, known.id))) {
      payment.outcomeKnown(`The refund ${toPublicId('refund', known.id)} has succeeded.`, at);
    }
  }

  /** Whether the provider tells that less went back than a person has said. */
  async isContradicted(tx: Sql, { checkout, refunded }: { checkout: Checkout; refunded: number }): Promise<boolean> {
    if (refunded >= checkout.amountRefunded) return false;
    const believed = await tx.query(
      `SELECT FROM refunds
       WHERE account_id = $1 AND mode = $2 AND checkout_id = $3 AND status = 'succeeded' AND resolution IS NOT NULL LIMIT 1`,
      [checkout.accountId, checkout.mode, checkout.id],
    );
    return believed.length > 0;
  }

  private async hasRuledOut(tx: Sql, { checkout, amount }: { checkout: Checkout; amount: number }): Promise<boolean> {
    const ruledOut = await tx.query(
      `SELECT FROM refunds
       WHERE account_id = $1 AND mode = $2 AND checkout_id = $3 AND status = 'failed' AND resolution IS NOT NULL AND amount <= $4
       LIMIT 1`,
      [checkout.accountId, checkout.mode, checkout.id, amount],
    );
    return ruledOut.length > 0;
  }

  /** Whether of a refund of the payment nobody knows if it happened; `exceptId` is not counted. */
  async hasUnknown(tx: Sql, { accountId, mode, id }: RowKey, exceptId: string | null = null): Promise<boolean> {
    const unknown = await tx.query(
      `SELECT FROM refunds
       WHERE account_id = $1 AND mode = $2 AND payment_id = $3 AND status = 'unknown' AND id IS DISTINCT FROM $4 LIMIT 1`,
      [accountId, mode, id, exceptId],
    );
    return unknown.length > 0;
  }
}

/**
 * What the provider has accepted is found first. One of an unknown outcome is taken for done where the sum has room for
 * it, even if that was a person at the provider's counter: who gave the same amount back there wants no second one.
 * As long as some may still be among the sum, nothing of it is put down to that counter.
 */
export function explain(
  { amountRefunded, refundedElsewhere }: Pick<Checkout, 'amountRefunded' | 'refundedElsewhere'>,
  refunds: readonly Refund[],
): { gone: readonly Refund[]; elsewhere: number } {
  const known = refunds.filter(({ status }) => status === 'succeeded').reduce((sum, { amount }) => sum + amount, 0);
  let unexplained = amountRefunded - refundedElsewhere - known;
  const open = refunds.filter((refund) => refund.isOpen);
  const candidates = [
    ...open.filter((refund) => refund.isAccepted),
    ...open.filter((refund) => !refund.isAccepted && refund.status === 'unknown'),
  ];
  const gone = candidates.filter(({ amount }) => {
    if (amount > unexplained) return false;
    unexplained -= amount;
    return true;
  });
  const mayBeAmong = open.some((refund) => refund.sentAt !== null && !gone.includes(refund));
  return { gone, elsewhere: mayBeAmong ? 0 : unexplained };
}
