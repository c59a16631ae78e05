import type { Invariant } from './invariant.js';
import { statement } from './statement.js';

const LIVE = `('creating', 'open', 'authorized')`;
const SETTLED = `('paid', 'partially_refunded', 'refunded')`;

export const STATE_INVARIANTS: readonly Invariant[] = [
  {
    name: 'history-is-complete',
    area: 'state',
    rule: 'A payment has one event for each of its versions, 1 to n.',
    remedy:
      'Steps of the payment were never told, or its history was cut: the ERP does not know what happened. Compare with a backup; whoever wrote to the tables by hand left out the event.',
    subject: 'payment',
    find: statement(`
      SELECT p.account_id, p.mode, p.id, coalesce(h.events, 0) || ' events for ' || p.version || ' versions' AS detail
      FROM payments p LEFT JOIN (
        SELECT account_id, mode, payment_id, count(*) AS events, min(payment_version) AS first, max(payment_version) AS last
        FROM events WHERE payment_version IS NOT NULL GROUP BY 1, 2, 3
      ) h ON h.account_id = p.account_id AND h.mode = p.mode AND h.payment_id = p.id
      WHERE p.updated_at >= :since AND (h.events, h.first, h.last) IS DISTINCT FROM (p.version, 1, p.version)`),
  },
  {
    name: 'steps-are-allowed',
    area: 'state',
    rule: 'Every step of a payment leads from one state to one that may follow it.',
    remedy:
      'The payment moved as none may, backwards perhaps. Trust the provider: look at the payment there, and report this as a defect with the two events.',
    subject: 'payment',
    find: statement(`
      SELECT account_id, mode, payment_id AS id, coalesce(before || ' to ', 'begins ') || status || ' with version ' || payment_version AS detail
      FROM (
        SELECT account_id, mode, payment_id, payment_version, data #>> '{payment,status}' AS status,
          lag(data #>> '{payment,status}') OVER (PARTITION BY account_id, mode, payment_id ORDER BY payment_version) AS before
        FROM events WHERE payment_version IS NOT NULL AND created_at >= :since) step
      WHERE CASE WHEN before IS NULL THEN payment_version = 1 AND status <> 'open'
        ELSE before <> status AND NOT EXISTS (
          SELECT FROM payment_moves WHERE from_status = before AND to_status = status AND steps = 1) END`),
  },
  {
    name: 'row-agrees-with-history',
    area: 'state',
    rule: 'A payment stands as its last event tells.',
    remedy:
      'The row was changed without an event, or the event was changed: API and ERP disagree. Look at the payment at its provider; if the row is right, any edit through the API tells the ERP anew.',
    subject: 'payment',
    find: statement(`
      SELECT p.account_id, p.mode, p.id, differing.fields AS detail
      FROM payments p JOIN events e ON e.account_id = p.account_id AND e.mode = p.mode AND e.payment_id = p.id
        AND e.payment_version = p.version
      CROSS JOIN LATERAL json_to_record(e.data -> 'payment') AS told (
        status text, amount json, "amountPaid" json, "amountRefunded" json, review json, booking json, version integer,
        "expiresAt" timestamptz, "paidAt" timestamptz)
      CROSS JOIN LATERAL (SELECT concat_ws(', ',
        CASE WHEN told.status IS DISTINCT FROM p.status THEN 'status' END,
        CASE WHEN told.amount ->> 'value' IS DISTINCT FROM p.amount::text THEN 'amount' END,
        CASE WHEN told.amount ->> 'currency' IS DISTINCT FROM p.currency THEN 'currency' END,
        CASE WHEN told."amountPaid" ->> 'value' IS DISTINCT FROM p.amount_paid::text THEN 'amountPaid' END,
        CASE WHEN told."amountRefunded" ->> 'value' IS DISTINCT FROM p.amount_refunded::text THEN 'amountRefunded' END,
        CASE WHEN told.review ->> 'reason' IS DISTINCT FROM p.review_reason THEN 'review' END,
        CASE WHEN told.booking ->> 'status' IS DISTINCT FROM p.booking_status THEN 'booking' END,
        CASE WHEN told.version IS DISTINCT FROM p.version THEN 'version' END,
        CASE WHEN told."expiresAt" IS DISTINCT FROM p.expires_at THEN 'expiresAt' END,
        CASE WHEN told."paidAt" IS DISTINCT FROM p.paid_at THEN 'paidAt' END) AS fields) differing
      WHERE p.updated_at >= :since AND differing.fields <> ''`),
  },
  {
    name: 'status-agrees-with-money',
    area: 'state',
    rule: 'A payment is paid exactly when money was taken, and refunded as far as money went back.',
    remedy:
      'Status and sums of the payment contradict each other. Believe neither: look at the provider, then correct the payment under review.',
    subject: 'payment',
    find: statement(`
      SELECT account_id, mode, id, status || ', ' || amount_paid || ' paid, ' || amount_refunded || ' refunded' AS detail
      FROM payments
      WHERE updated_at >= :since AND NOT CASE status
        WHEN 'paid' THEN amount_paid > 0 AND amount_refunded = 0 AND paid_at IS NOT NULL
        WHEN 'partially_refunded' THEN amount_refunded > 0 AND amount_refunded < amount_paid AND paid_at IS NOT NULL
        WHEN 'refunded' THEN amount_refunded > 0 AND paid_at IS NOT NULL
        ELSE amount_paid = 0 AND amount_refunded = 0 AND paid_at IS NULL END`),
  },
  {
    name: 'status-agrees-with-checkouts',
    area: 'state',
    rule: 'A pending payment has an open checkout, an authorized one held money; one that is open or failed has neither.',
    remedy:
      'The payment waits for a page that nobody can pay, or calls itself unpaid while one can be paid. Look at it at its provider (npm run cli -- payments look).',
    subject: 'payment',
    find: statement(`
      SELECT p.account_id, p.mode, p.id, p.status || ', checkout ' || coalesce(c.status, 'none') AS detail
      FROM payments p LEFT JOIN checkouts c ON c.account_id = p.account_id AND c.mode = p.mode AND c.payment_id = p.id
        AND c.status IN ('open', 'authorized')
      WHERE p.status IN ('open', 'pending', 'authorized', 'failed') AND coalesce(c.status, 'none') <>
        CASE p.status WHEN 'pending' THEN 'open' WHEN 'authorized' THEN 'authorized' ELSE 'none' END`),
  },
  {
    name: 'live-checkouts-are-watched',
    area: 'state',
    rule: 'Every checkout that is live, or holds money that nobody wants, has a time at which the provider is asked about it.',
    remedy:
      'Nobody will ever find out whether this page was paid, or let the money go. Set due_at of the checkout to now(); the workers do the rest.',
    subject: 'checkout',
    find: statement(`
      SELECT account_id, mode, id, status AS detail FROM checkouts
      WHERE (status IN ${LIVE} OR unwanted_hold_since IS NOT NULL) AND due_at IS NULL`),
  },
  {
    name: 'nothing-rests-in-doubt',
    area: 'state',
    rule: 'What may or may not have happened at a provider is found out within its time, or a person was told.',
    remedy:
      'A checkout, capture or refund of an unknown outcome waits for nobody. See whether its provider answers at all, and look there for what happened.',
    subject: 'payment',
    find: statement(`
      SELECT c.account_id, c.mode, c.payment_id AS id, 'checkout being made for a day' AS detail
      FROM checkouts c JOIN payments p ON p.account_id = c.account_id AND p.mode = c.mode AND p.id = c.payment_id
      WHERE c.status = 'creating' AND c.created_at < now() - interval '1 day' AND p.review_reason IS NULL
      UNION ALL
      SELECT c.account_id, c.mode, c.payment_id, 'capture of an unknown outcome'
      FROM checkouts c JOIN payments p ON p.account_id = c.account_id AND p.mode = c.mode AND p.id = c.payment_id
      WHERE c.status = 'authorized' AND c.capture_amount IS NOT NULL AND p.review_reason IS NULL
        AND coalesce(c.leased_until <= now(), true) AND c.capture_asked_at < now() - interval '15 minutes'
      UNION ALL
      SELECT r.account_id, r.mode, r.payment_id, 'refund of an unknown outcome'
      FROM refunds r JOIN payments p ON p.account_id = r.account_id AND p.mode = r.mode AND p.id = r.payment_id
      WHERE (r.status = 'unknown' OR (r.status = 'pending' AND r.sent_at < now() - interval '25 hours'))
        AND p.review_reason IS NULL AND NOT EXISTS (
          SELECT FROM events e WHERE e.account_id = r.account_id AND e.mode = r.mode AND e.payment_id = r.payment_id
            AND e.type = 'payment.review_cleared' AND e.created_at >= r.sent_at)`),
  },
  {
    name: 'links-agree-with-payments',
    area: 'state',
    rule: 'An active link runs out with its own end or its payment’s, whichever is first; a canceled one has nothing more to tell.',
    remedy:
      'The link’s end will be told at a wrong time or never. Set its due_at to the earlier of the two ends (null if it is canceled).',
    subject: 'link',
    find: statement(`
      SELECT l.account_id, l.mode, l.id, CASE WHEN l.canceled_at IS NULL THEN 'active' ELSE 'canceled' END AS detail
      FROM links l JOIN payments p ON p.account_id = l.account_id AND p.mode = l.mode AND p.id = l.payment_id
      WHERE CASE WHEN l.canceled_at IS NOT NULL THEN l.due_at IS NOT NULL
        ELSE p.status NOT IN ${SETTLED} AND p.status NOT IN ('authorized', 'canceled', 'expired')
          AND least(l.expires_at, p.expires_at) > now()
          AND l.due_at IS DISTINCT FROM least(l.expires_at, p.expires_at) END`),
  },
];
