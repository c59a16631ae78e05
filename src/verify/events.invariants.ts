import type { Invariant } from './invariant.js';
import { statement } from './statement.js';

export const EVENTS_INVARIANTS: readonly Invariant[] = [
  {
    name: 'sequences-have-no-gaps',
    area: 'events',
    rule: 'The numbered events of an account and mode are 1 to n, and n is what the counter says.',
    remedy:
      'Readers of the feed wait for a number that never comes, or missed an event. Compare with a backup; tell the ERP to reconcile by GET /v1/payments from the gap on.',
    subject: 'account',
    find: statement(`
      SELECT account_id, mode, account_id AS id, coalesce(s.events, 0) || ' events up to ' || coalesce(s.last, 0) ||
        ', counted ' || coalesce(c.last_sequence, 0) AS detail
      FROM event_counters c FULL JOIN (
        SELECT account_id, mode, count(*) AS events, min(sequence) AS first, max(sequence) AS last
        FROM events WHERE sequence IS NOT NULL GROUP BY 1, 2) s USING (account_id, mode)
      WHERE (s.events, s.first, s.last) IS DISTINCT FROM (c.last_sequence, 1::bigint, c.last_sequence)
        AND NOT (s.events IS NULL AND c.last_sequence = 0)`),
  },
  {
    name: 'readers-are-behind-events',
    area: 'events',
    rule: 'Deliveries and receipts are planned no further than events are numbered.',
    remedy:
      'The next events will be delivered to nobody. Set the position back to the last event that has deliveries; those that have theirs get no second one.',
    subject: 'account',
    find: statement(`
      SELECT p.account_id, p.mode, p.account_id AS id, p.reader AS detail
      FROM (
        SELECT account_id, mode, sequence, 'deliveries' AS reader FROM delivery_positions
        UNION ALL SELECT account_id, mode, sequence, 'receipts' FROM receipt_positions) p
      LEFT JOIN event_counters c ON c.account_id = p.account_id AND c.mode = p.mode
      WHERE p.sequence > coalesce(c.last_sequence, 0)`),
  },
  {
    name: 'every-endpoint-gets-its-events',
    area: 'events',
    rule: 'Every planned event has one delivery to every endpoint that wants it, from the endpoint’s last change on.',
    remedy: 'The ERP was never told. npm run cli -- endpoints replay whe_… --from <sequence> makes what is missing.',
    subject: 'event',
    find: statement(`
      SELECT e.account_id, e.mode, e.id, 'endpoint ' || t.id AS detail
      FROM endpoints t
      JOIN delivery_positions p ON p.account_id = t.account_id AND p.mode = t.mode
      JOIN events e ON e.account_id = t.account_id AND e.mode = t.mode AND e.sequence <= p.sequence
        AND CASE WHEN e.endpoint_id IS NULL
          THEN e.sequence >= t.from_sequence AND (t.events = '{}' OR e.type = ANY (t.events))
          ELSE e.endpoint_id = t.id END
      LEFT JOIN deliveries d ON d.account_id = e.account_id AND d.mode = e.mode AND d.endpoint_id = t.id AND d.event_id = e.id
      WHERE t.status <> 'deleted' AND e.created_at >= :since AND e.created_at >= t.updated_at AND d.id IS NULL`),
  },
  {
    name: 'deliveries-have-an-outcome',
    area: 'events',
    rule: 'A delivery is due, delivered with the 2xx that proves it, or exhausted after attempts.',
    remedy:
      'What is on record does not say whether the ERP was told. npm run cli -- deliveries retry dlv_…; receivers know a second copy by its id.',
    subject: 'delivery',
    find: statement(`
      SELECT d.account_id, d.mode, d.id, d.status AS detail
      FROM deliveries d JOIN endpoints t ON t.account_id = d.account_id AND t.mode = d.mode AND t.id = d.endpoint_id
      LEFT JOIN delivery_attempts a ON a.account_id = d.account_id AND a.mode = d.mode AND a.delivery_id = d.id
        AND a.number = d.attempts
      WHERE d.created_at >= :since AND NOT CASE d.status
        WHEN 'due' THEN d.due_at IS NOT NULL AND d.delivered_at IS NULL
        WHEN 'delivered' THEN d.due_at IS NULL AND d.delivered_at IS NOT NULL AND coalesce(a.status BETWEEN 200 AND 299, d.attempts > 0)
        WHEN 'exhausted' THEN d.due_at IS NULL AND (d.attempts > d.attempts_before OR t.status = 'deleted')
        ELSE false END`),
  },
  {
    name: 'attempts-are-contiguous',
    area: 'events',
    rule: 'Every attempt of a delivery is on record, numbered 1 to n.',
    remedy:
      'What the endpoint answered is not known of every attempt; nothing needs to be done for the delivery itself. Report it as a defect.',
    subject: 'delivery',
    find: statement(`
      SELECT d.account_id, d.mode, d.id, d.attempts || ' attempts, ' || coalesce(a.kept, 0) || ' on record' AS detail
      FROM deliveries d LEFT JOIN (
        SELECT account_id, mode, delivery_id, count(*) AS kept, min(number) AS first, max(number) AS last
        FROM delivery_attempts GROUP BY 1, 2, 3) a
        ON a.account_id = d.account_id AND a.mode = d.mode AND a.delivery_id = d.id
      WHERE d.created_at >= :since AND d.attempts <> coalesce(a.kept, 0)
        OR a.first > 1 OR a.last <> d.attempts`),
  },
];
