import type { DueRow } from './owned-row.js';
import type { Sql } from './sql.js';

type Claimed = Pick<DueRow, 'accountId' | 'mode' | 'id' | 'fence'>;

/**
 * Prolongs a claim for as long as `work` runs: a provider, an endpoint or a mail server may take longer than a lease, and
 * a second worker would then do the same again while the first is still at it. A process that is stopped or cut off
 * prolongs nothing and loses the row, as it should.
 */
export async function whileLeased<Result>(
  sql: Sql,
  { table, row, leaseSeconds }: { table: string; row: Claimed; leaseSeconds: number },
  work: () => Promise<Result>,
): Promise<Result> {
  const prolong = () =>
    // A lease that is over is not taken back: somebody may be about to claim the row.
    sql.run(
      `UPDATE ${table} SET leased_until = now() + make_interval(secs => $5)
       WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4 AND leased_until > now()`,
      [row.accountId, row.mode, row.id, row.fence, leaseSeconds],
    );
  return whileProlonged({ leaseSeconds, prolong }, work);
}

/** The same for a claim that stands in a row with another key. A try that fails is made up for by the next. */
export async function whileProlonged<Result>(
  { leaseSeconds, prolong }: { leaseSeconds: number; prolong: () => Promise<unknown> },
  work: () => Promise<Result>,
): Promise<Result> {
  const timer = setInterval(() => void prolong().catch(() => undefined), (leaseSeconds * 1000) / 3);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
