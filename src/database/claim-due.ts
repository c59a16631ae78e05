import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { DueRow } from './owned-row.js';
import type { Sql } from './sql.js';

interface DueWork {
  readonly table: string;
  readonly limit: number;
  readonly leaseSeconds: number;
  /** What goes first, in SQL; without it, what has been due for longest. */
  readonly order?: string;
}

/**
 * Claims up to `limit` rows whose work is due, oldest first, for `leaseSeconds`. Workers never wait for each other
 * (SKIP LOCKED). A worker that dies leaves the row due, and it is claimed again when the lease has run out; the lease is
 * measured by the database's clock, since the workers' clocks may differ. Whoever writes the outcome names the `fence`.
 */
export async function claimDue<Entity extends ObjectLiteral & DueRow>(
  sql: Sql,
  target: EntityTarget<Entity>,
  { table, limit, leaseSeconds, order = 'due_at' }: DueWork,
): Promise<Entity[]> {
  const rows = await sql.query<object>(
    // Materialized: a plan that ran the subquery once per row would pass over what it has locked itself, and claim more.
    `WITH due AS MATERIALIZED (
       SELECT account_id, mode, id FROM ${table}
       WHERE due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
       ORDER BY ${order} LIMIT $1 FOR UPDATE SKIP LOCKED)
     UPDATE ${table} SET leased_until = now() + make_interval(secs => $2), fence = fence + 1
     WHERE (account_id, mode, id) IN (SELECT account_id, mode, id FROM due)
     RETURNING *`,
    [limit, leaseSeconds],
  );
  return sql.hydrate(target, rows);
}
