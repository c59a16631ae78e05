import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';

/** Why a payment cannot be erased yet: it can still be paid, held or given back, or a person has to look at it. */
export const WAITING_REASONS = ['not_ended', 'checkout_open', 'refund_pending', 'in_review'] as const;

export type WaitingReason = (typeof WAITING_REASONS)[number];

/** In SQL, of the payment `p`; null: nothing keeps it from being erased. */
export const WAITING_REASON = `
  CASE
    WHEN p.status NOT IN ('paid', 'partially_refunded', 'refunded', 'canceled', 'expired') THEN 'not_ended'
    WHEN EXISTS (SELECT FROM checkouts c WHERE c.account_id = p.account_id AND c.mode = p.mode AND c.payment_id = p.id
      AND c.status IN ('creating', 'open', 'authorized')) THEN 'checkout_open'
    WHEN EXISTS (SELECT FROM refunds r WHERE r.account_id = p.account_id AND r.mode = p.mode AND r.payment_id = p.id
      AND r.status IN ('pending', 'unknown')) THEN 'refund_pending'
    WHEN p.review_reason IS NOT NULL THEN 'in_review'
  END`;

export async function waitingReason(sql: Sql, { accountId, mode, id }: RowKey): Promise<WaitingReason | null> {
  const [row] = await sql.query<{ reason: WaitingReason | null }>(
    `SELECT ${WAITING_REASON} AS reason FROM payments p WHERE p.account_id = $1 AND p.mode = $2 AND p.id = $3`,
    [accountId, mode, id],
  );
  return row?.reason ?? null;
}
