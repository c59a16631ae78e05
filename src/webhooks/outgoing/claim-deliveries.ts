import type { Sql } from '../../database/sql.js';
import { Delivery } from './delivery.entity.js';

export interface DeliveryClaim {
  readonly limit: number;
  /** How many of them may go to endpoints that have one under way already: the rest is kept for those that have none. */
  readonly further: number;
  /** How many deliveries an endpoint may have under way: one that works, and one whose last attempts only failed. */
  readonly perEndpoint: { readonly working: number; readonly failing: number };
  readonly leaseSeconds: number;
  /** How many are under way in this process already, by endpoint id. */
  readonly running: ReadonlyMap<string, number>;
}

/**
 * Claims due deliveries like `claimDue`, endpoint by endpoint: each gets its first slot before any gets its second, and
 * one that fails or hangs, however long its backlog, gets few. However many endpoints hang, and before it is known that they
 * do, there is room for the first delivery to others. Only endpoints with something due are looked at (a loose
 * scan over `deliveries_next`), so that idle ones cost nothing.
 */
export async function claimDeliveries(
  sql: Sql,
  { limit, further, perEndpoint, leaseSeconds, running }: DeliveryClaim,
): Promise<Delivery[]> {
  const rows = await sql.query<object>(
    `WITH RECURSIVE waiting AS (
       (SELECT account_id, mode, endpoint_id FROM deliveries WHERE due_at IS NOT NULL
        ORDER BY account_id, mode, endpoint_id LIMIT 1)
       UNION ALL
       SELECT later.* FROM waiting w CROSS JOIN LATERAL (
         SELECT account_id, mode, endpoint_id FROM deliveries
         WHERE due_at IS NOT NULL AND (account_id, mode, endpoint_id) > (w.account_id, w.mode, w.endpoint_id)
         ORDER BY account_id, mode, endpoint_id LIMIT 1) later
     ), open AS (
       SELECT t.account_id, t.mode, t.id, coalesce(($5::jsonb ->> t.id::text)::integer, 0) AS running,
         CASE WHEN t.failing_since IS NULL THEN $2::integer ELSE $3::integer END AS slots
       FROM waiting w JOIN endpoints t ON t.account_id = w.account_id AND t.mode = w.mode AND t.id = w.endpoint_id
       WHERE t.status = 'active'
     ), due AS MATERIALIZED (
       SELECT next.account_id, next.mode, next.id, next.due_at,
         open.running + row_number() OVER (PARTITION BY open.id ORDER BY next.due_at) AS place
       FROM open CROSS JOIN LATERAL (
         SELECT account_id, mode, id, due_at FROM deliveries
         WHERE account_id = open.account_id AND mode = open.mode AND endpoint_id = open.id
           AND due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
         ORDER BY due_at LIMIT greatest(0, open.slots - open.running) FOR UPDATE SKIP LOCKED) next
     ), ranked AS (
       SELECT account_id, mode, id, place, row_number() OVER (ORDER BY place, due_at) AS rank FROM due
     ), chosen AS (
       SELECT account_id, mode, id FROM ranked WHERE place = 1 OR rank <= $6 ORDER BY rank LIMIT $1)
     UPDATE deliveries SET leased_until = now() + make_interval(secs => $4), fence = fence + 1
     WHERE (account_id, mode, id) IN (SELECT account_id, mode, id FROM chosen)
     RETURNING *`,
    [
      limit,
      perEndpoint.working,
      perEndpoint.failing,
      leaseSeconds,
      JSON.stringify(Object.fromEntries(running)),
      further,
    ],
  );
  return sql.hydrate(Delivery, rows);
}
