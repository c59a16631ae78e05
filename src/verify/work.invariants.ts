import type { Invariant } from './invariant.js';
import { statement } from './statement.js';

const UNCLAIMED = `greatest(due_at, coalesce(leased_until, due_at))`;

/**
 * Whether processes run is told by their connections: work that waits while none is there waits for nobody's fault, and
 * after a start it has its minute from there. This command's own connections are younger than that.
 */
export const WORK_INVARIANTS: readonly Invariant[] = [
  {
    name: 'due-work-is-taken',
    area: 'work',
    rule: 'While processes run, nothing is due for more than a minute without being claimed.',
    remedy:
      'No worker runs, too few do, or one kind of work always fails: see the workers’ logs for "worker tick failed", and start another process with ROLE=worker.',
    subject: null,
    find: statement(`
      WITH running AS MATERIALIZED (
        SELECT min(backend_start) AS since FROM pg_stat_activity
        WHERE application_name = 'dunlin' AND datname = current_database() AND pid <> pg_backend_pid()
      ), waiting AS (
        SELECT account_id, mode, id, 'look' AS detail, ${UNCLAIMED} AS since FROM checkouts WHERE due_at <= now()
        UNION ALL
        SELECT account_id, mode, id, 'refund', ${UNCLAIMED} FROM refunds WHERE due_at <= now()
        UNION ALL
        SELECT account_id, mode, id, 'mail', ${UNCLAIMED} FROM notifications WHERE due_at <= now()
        UNION ALL
        SELECT account_id, mode, id, 'end of a link', ${UNCLAIMED} FROM links WHERE due_at <= now()
        UNION ALL
        SELECT account_id, mode, id, 'number of an event', created_at FROM events WHERE sequence IS NULL
        UNION ALL
        SELECT e.account_id, e.mode, e.id, 'planning of deliveries', e.created_at
        FROM delivery_positions p JOIN events e ON e.account_id = p.account_id AND e.mode = p.mode AND e.sequence = p.sequence + 1
        UNION ALL
        -- A slow endpoint has a queue of its own, which is worked on while any delivery to it is under way.
        SELECT t.account_id, t.mode, oldest.id, 'delivery', greatest(oldest.due_at, t.updated_at)
        FROM endpoints t CROSS JOIN LATERAL (
          SELECT id, due_at FROM deliveries d
          WHERE d.account_id = t.account_id AND d.mode = t.mode AND d.endpoint_id = t.id AND d.due_at <= now()
          ORDER BY d.due_at LIMIT 1) oldest
        WHERE t.status = 'active' AND NOT EXISTS (
          SELECT FROM deliveries d WHERE d.account_id = t.account_id AND d.mode = t.mode AND d.endpoint_id = t.id
            AND d.due_at IS NOT NULL AND d.leased_until > now() - interval '1 minute')
        UNION ALL
        SELECT account_id, mode, id, 'warning of a payment that is not booked',
          booking_awaited_since + make_interval(secs => :unbookedWarningSeconds)
        FROM payments WHERE booking_awaited_since IS NOT NULL
        UNION ALL
        SELECT account_id, mode, id, 'warning of held money',
          greatest(capture_before - make_interval(secs => :captureWarningSeconds), updated_at)
        FROM payments WHERE capture_before IS NOT NULL AND NOT capture_warned AND status = 'authorized'
        UNION ALL
        SELECT p.account_id, p.mode, p.id, 'end of a payment', greatest(p.expires_at, p.updated_at, (
          SELECT max(greatest(c.looked_at, c.closed_at)) FROM checkouts c
          WHERE c.account_id = p.account_id AND c.mode = p.mode AND c.payment_id = p.id))
        FROM payments p
        WHERE p.status IN ('open', 'pending', 'failed') AND p.expires_at <= now()
          AND coalesce(p.review_reason, '') NOT IN ('amount_mismatch', 'currency_mismatch', 'reference_mismatch')
          AND NOT EXISTS (
            SELECT FROM checkouts c WHERE c.account_id = p.account_id AND c.mode = p.mode AND c.payment_id = p.id
              AND c.status IN ('creating', 'open', 'authorized') AND coalesce(c.looked_at < p.expires_at, true))
      )
      SELECT w.account_id, w.mode, w.id, w.detail FROM waiting w CROSS JOIN running r
      WHERE greatest(w.since, r.since) < now() - interval '1 minute' AND r.since IS NOT NULL`),
  },
];
