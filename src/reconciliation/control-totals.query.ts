import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { toPublicId } from '../common/ids.js';
import type { RowKey } from '../database/owned-row.js';
import { Transactor } from '../database/transactor.js';
import type { PaymentStatus } from '../payments/payment-status.js';
import type { AccountDay } from './account-day.js';

/** Money that did not come through a provider: the ERP has recorded it. */
export const OUTSIDE = 'outside';

export interface ControlTotal {
  readonly provider: string;
  readonly currency: string;
  /** Payments; one that was paid twice, through two providers, counts for each. */
  readonly count: number;
  readonly paid: number;
  readonly refunded: number;
}

export interface ControlTotals {
  /** Payments that were paid that day. */
  readonly count: number;
  readonly totals: readonly ControlTotal[];
  readonly statuses: readonly { readonly status: PaymentStatus; readonly count: number }[];
  readonly inReview: number;
  /** Over the public ids in ascending order, a line feed behind each; in hex. */
  readonly idsSha256: string;
}

const STATEMENT_TIMEOUT_MS = 30_000;

interface Row {
  readonly ids: readonly string[] | null;
  readonly totals: readonly ControlTotal[];
  readonly statuses: ControlTotals['statuses'];
  readonly in_review: number;
}

/** What was paid in an account on a day, added up: the figures that two sets of books must have in common. */
@Injectable()
export class ControlTotalsQuery {
  constructor(private readonly transactor: Transactor) {}

  async read(
    { accountId, mode }: Pick<RowKey, 'accountId' | 'mode'>,
    { from, to }: AccountDay,
  ): Promise<ControlTotals> {
    const [row] = await this.transactor.read({ statementTimeoutMs: STATEMENT_TIMEOUT_MS }, (tx) =>
      tx.query<Row>(TOTALS, [accountId, mode, from, to, OUTSIDE]),
    );
    const { ids, totals, statuses, in_review: inReview } = row!;
    return { count: ids?.length ?? 0, totals, statuses, inReview, idsSha256: hashOf(ids ?? []) };
  }
}

/**
 * The day is one range of the index `payments_paid_at`; each payment's checkouts are one range of `checkouts_of_payment`
 * (laterally, or PostgreSQL might join the day with all checkouts there are). A payment is split by who took the money.
 */
const TOTALS = `
  WITH day AS MATERIALIZED (
    SELECT id, currency, status, amount_paid, amount_refunded, review_reason FROM payments
    WHERE account_id = $1 AND mode = $2 AND paid_at >= $3 AND paid_at < $4
  ), taken AS MATERIALIZED (
    SELECT day.id, day.currency, part.provider, part.paid, part.refunded
    FROM day CROSS JOIN LATERAL (
      SELECT c.provider, sum(c.amount_paid) AS paid, sum(c.amount_refunded) AS refunded FROM checkouts c
      WHERE c.account_id = $1 AND c.mode = $2 AND c.payment_id = day.id AND c.amount_paid > 0
      GROUP BY c.provider) part
  ), outside AS (
    SELECT day.id, day.currency, $5::text AS provider, day.amount_paid - coalesce(sum(taken.paid), 0) AS paid,
      day.amount_refunded - coalesce(sum(taken.refunded), 0) AS refunded
    FROM day LEFT JOIN taken ON taken.id = day.id
    GROUP BY day.id, day.currency, day.amount_paid, day.amount_refunded
    HAVING day.amount_paid > coalesce(sum(taken.paid), 0)
  ), totals AS (
    SELECT provider, currency, count(*), sum(paid) AS paid, sum(refunded) AS refunded
    FROM (SELECT * FROM taken UNION ALL SELECT * FROM outside) parts GROUP BY provider, currency
  )
  SELECT
    (SELECT array_agg(id ORDER BY id) FROM day) AS ids,
    (SELECT coalesce(json_agg(totals ORDER BY currency, provider), '[]') FROM totals) AS totals,
    (SELECT coalesce(json_agg(json_build_object('status', status, 'count', count) ORDER BY status), '[]')
     FROM (SELECT status, count(*) FROM day GROUP BY status) statuses) AS statuses,
    (SELECT count(*)::integer FROM day WHERE review_reason IS NOT NULL) AS in_review`;

/** Public ids sort as their UUIDs do. */
function hashOf(ids: readonly string[]): string {
  const hash = createHash('sha256');
  for (const id of ids) hash.update(`${toPublicId('payment', id)}\n`);
  return hash.digest('hex');
}
