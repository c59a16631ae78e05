import type { Sql } from '../../database/sql.js';
import { Delivery } from './delivery.entity.js';

/**
 * Claims due deliveries like `claimDue`, but at most `perEndpoint` of one endpoint, counting the `running` ones: an
 * endpoint that lets its deliveries hang, however many, takes up no more room than that.
 */
export async function claimDeliveries(
  sql: Sql,
  claim: {
    limit: number;
    perEndpoint: number;
    leaseSeconds: number;
    /** How many are under way already, by endpoint id. */
    running: ReadonlyMap<string, number>;
  },
): Promise<Delivery[]> {
  const rows = await sql.query<object>(
    `WITH due AS MATERIALIZED (
       SELECT next.account_id, next.mode, next.id FROM endpoints CROSS JOIN LATERAL (
         SELECT account_id, mode, id FROM deliveries
         WHERE account_id = endpoints.account_id AND mode = endpoints.mode AND endpoint_id = endpoints.id
           AND due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
         ORDER BY due_at LIMIT greatest(0, $2 - coalesce(($4::jsonb ->> endpoints.id::text)::integer, 0))
         FOR UPDATE SKIP LOCKED) next
       WHERE endpoints.status = 'active' LIMIT $1)
     UPDATE deliveries SET leased_until = now() + make_interval(secs => $3), fence = fence + 1
     WHERE (account_id, mode, id) IN (SELECT account_id, mode, id FROM due)
     RETURNING *`,
    [claim.limit, claim.perEndpoint, claim.leaseSeconds, JSON.stringify(Object.fromEntries(claim.running))],
  );
  return sql.hydrate(Delivery, rows);
}
