import type { Invariant } from './invariant.js';
import { statement } from './statement.js';

export const MONEY_INVARIANTS: readonly Invariant[] = [
  {
    name: 'amount-is-fixed',
    area: 'money',
    rule: 'Amount and currency of a payment never change after its first checkout.',
    remedy:
      'The payer was asked for another amount than the payment now says. Compare with the provider; refund or charge the difference by hand, and find who wrote to the table.',
    subject: 'payment',
    find: statement(`
      SELECT DISTINCT p.account_id, p.mode, p.id, 'asked for ' || (told.amount ->> 'value') || ', now ' || p.amount AS detail
      FROM events e
      JOIN payments p ON p.account_id = e.account_id AND p.mode = e.mode AND p.id = e.payment_id
      CROSS JOIN LATERAL (SELECT e.data #> '{payment,amount}' AS amount OFFSET 0) told
      WHERE e.type IN ('payment.pending', 'payment.authorized', 'payment.paid') AND e.created_at >= :since
        AND (told.amount ->> 'value' IS DISTINCT FROM p.amount::text OR told.amount ->> 'currency' IS DISTINCT FROM p.currency)`),
  },
  {
    name: 'provider-payment-is-of-one-checkout',
    area: 'money',
    rule: 'Each payment at a provider belongs to one checkout.',
    remedy:
      'One charge counts for two payments. Find at the provider which reference it carries; the other payment is not paid by it.',
    subject: 'checkout',
    find: statement(`
      SELECT c.account_id, c.mode, c.id, 'one of ' || twice.count AS detail
      FROM (
        SELECT account_id, mode, provider, provider_payment_id, count(*) FROM checkouts
        WHERE provider_payment_id IS NOT NULL GROUP BY 1, 2, 3, 4 HAVING count(*) > 1) twice
      JOIN checkouts c ON c.account_id = twice.account_id AND c.mode = twice.mode AND c.provider = twice.provider
        AND c.provider_payment_id = twice.provider_payment_id`),
  },
  {
    name: 'one-live-checkout',
    area: 'money',
    rule: 'A payment has at most one live checkout.',
    remedy:
      'A payer may pay twice. Cancel all but the newest page at the provider, and rebuild the index checkouts_one_live.',
    subject: 'payment',
    find: statement(`
      SELECT account_id, mode, payment_id AS id, count(*) || ' live checkouts' AS detail FROM checkouts
      WHERE status IN ('creating', 'open', 'authorized')
      GROUP BY account_id, mode, payment_id HAVING count(*) > 1`),
  },
  {
    name: 'paid-has-evidence',
    area: 'money',
    rule: 'A paid checkout keeps the snapshot that proves it: same provider id, amount and currency.',
    remedy:
      'Nothing here proves that the money came. Look at the payment (npm run cli -- payments look) and at the provider before anything is booked or refunded.',
    subject: 'checkout',
    find: statement(`
      SELECT c.account_id, c.mode, c.id, CASE
          WHEN c.status <> 'paid' THEN 'money, and not paid'
          WHEN c.evidence IS NULL THEN 'no evidence'
          WHEN c.evidence ->> 'providerPaymentId' IS DISTINCT FROM c.provider_payment_id THEN 'evidence of another payment'
          ELSE 'evidence of another amount' END AS detail
      FROM checkouts c JOIN payments p ON p.account_id = c.account_id AND p.mode = c.mode AND p.id = c.payment_id
      WHERE (c.status = 'paid' OR c.amount_paid > 0) AND p.updated_at >= :since
        AND (c.status <> 'paid' OR c.evidence IS NULL
          OR c.evidence ->> 'providerPaymentId' IS DISTINCT FROM c.provider_payment_id
          OR c.evidence #>> '{paid,value}' IS DISTINCT FROM c.amount_paid::text
          OR c.evidence #>> '{paid,currency}' IS DISTINCT FROM p.currency)`),
  },
  {
    name: 'sums-agree',
    area: 'money',
    rule: 'What a payment counts as paid and as refunded is what its checkouts took and gave back, and what was recorded.',
    remedy:
      'Money was invented or lost between a checkout and its payment. Compare both with the provider, and correct the payment under review.',
    subject: 'payment',
    find: statement(`
      SELECT p.account_id, p.mode, p.id, CASE
          WHEN p.amount_paid <> taken.paid THEN p.amount_paid || ' paid, and ' || taken.paid || ' taken'
          ELSE p.amount_refunded || ' refunded, and ' || taken.refunded || ' given back' END AS detail
      FROM payments p LEFT JOIN (
        SELECT account_id, mode, payment_id, sum(amount_paid) AS paid, sum(amount_refunded) AS refunded
        FROM checkouts GROUP BY 1, 2, 3) c ON c.account_id = p.account_id AND c.mode = p.mode AND c.payment_id = p.id
      CROSS JOIN LATERAL (SELECT
        coalesce(c.paid, 0) + CASE WHEN p.recorded IS NULL THEN 0 ELSE p.amount END AS paid,
        coalesce(c.refunded, 0) AS refunded) taken
      WHERE p.updated_at >= :since AND (p.amount_paid <> taken.paid OR p.amount_refunded <> taken.refunded)`),
  },
  {
    name: 'refunds-within-paid',
    area: 'money',
    rule: 'No less than nothing and no more than was paid goes back, and our refunds are part of what the provider gave back.',
    remedy:
      'More went back than came in, or a refund counts as done that the provider does not show. Stop refunds of this payment and ask the provider for its refunds.',
    subject: 'payment',
    find: statement(`
      SELECT account_id, mode, id, 'more refunded than paid' AS detail FROM payments
      WHERE amount_refunded < 0 OR amount_refunded > amount_paid
      UNION ALL
      SELECT account_id, mode, payment_id, 'more refunded than paid at one checkout' FROM checkouts
      WHERE amount_refunded < 0 OR amount_refunded > amount_paid
      UNION ALL
      SELECT c.account_id, c.mode, c.payment_id, 'more refunds than the provider gave back'
      FROM (
        SELECT account_id, mode, checkout_id, sum(amount) AS succeeded FROM refunds
        WHERE status = 'succeeded' GROUP BY 1, 2, 3) r
      JOIN checkouts c ON c.account_id = r.account_id AND c.mode = r.mode AND c.id = r.checkout_id
      WHERE r.succeeded + c.refunded_elsewhere > c.amount_refunded`),
  },
  {
    name: 'unexpected-money-is-reviewed',
    area: 'money',
    rule: 'Late, surplus and mismatching money has put its payment under review.',
    remedy: 'Nobody was told of money that nobody expected. Look at the payment, and give the money back or keep it.',
    subject: 'payment',
    find: statement(`
      SELECT s.account_id, s.mode, s.id, min(s.reason) AS detail FROM (
        SELECT account_id, mode, id, 'surplus' AS reason FROM payments WHERE amount_paid > amount
        UNION ALL
        SELECT p.account_id, p.mode, p.id, 'surplus'
        FROM (SELECT account_id, mode, payment_id, count(*) FROM checkouts WHERE amount_paid > 0 GROUP BY 1, 2, 3) c
        JOIN payments p ON p.account_id = c.account_id AND p.mode = c.mode AND p.id = c.payment_id
        WHERE c.count + (p.recorded IS NOT NULL)::integer > 1
        UNION ALL
        SELECT account_id, mode, payment_id, 'held and unwanted' FROM checkouts WHERE unwanted_hold_since IS NOT NULL
        UNION ALL
        SELECT paid.account_id, paid.mode, paid.payment_id, 'late'
        FROM events ended JOIN events paid ON paid.account_id = ended.account_id AND paid.mode = ended.mode
          AND paid.payment_id = ended.payment_id AND paid.payment_version > ended.payment_version AND paid.type = 'payment.paid'
        WHERE ended.type IN ('payment.canceled', 'payment.expired')
        UNION ALL
        SELECT c.account_id, c.mode, c.payment_id, 'mismatch'
        FROM looks l JOIN checkouts c ON c.account_id = l.account_id AND c.mode = l.mode AND c.id = l.checkout_id
        WHERE l.outcome = 'paid' AND c.amount_paid = 0
      ) s
      WHERE NOT EXISTS (
        SELECT FROM events e WHERE e.account_id = s.account_id AND e.mode = s.mode AND e.payment_id = s.id
          AND e.type = 'payment.review_required')
      GROUP BY s.account_id, s.mode, s.id`),
  },
];
