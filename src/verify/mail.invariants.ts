import type { Invariant } from './invariant.js';
import { statement } from './statement.js';

/** From the last question whether a mail is still wanted to the note that it was sent: as long as a message may take in all. */
const SENDING_SECONDS = 120;

export const MAIL_INVARIANTS: readonly Invariant[] = [
  {
    name: 'no-mail-after-the-end',
    area: 'mail',
    rule: 'Nobody was asked to pay after the payment or its link had ended, or thanked for what was not paid.',
    remedy:
      'A payer was mailed about a payment that is over, and may be worried. Tell them; look for a worker whose clock is wrong or that was stopped for long.',
    subject: 'notification',
    find: statement(`
      SELECT n.account_id, n.mode, n.id, n.kind AS detail
      FROM notifications n
      JOIN links l ON l.account_id = n.account_id AND l.mode = n.mode AND l.id = n.link_id
      JOIN payments p ON p.account_id = l.account_id AND p.mode = l.mode AND p.id = l.payment_id
      LEFT JOIN LATERAL (
        SELECT min(e.created_at) AS at FROM events e
        WHERE e.account_id = p.account_id AND e.mode = p.mode AND e.payment_id = p.id
          AND e.type IN ('payment.paid', 'payment.canceled', 'payment.expired')) ended
        ON p.status NOT IN ('open', 'pending', 'failed')
      WHERE n.status = 'sent' AND n.sent_at >= :since AND CASE WHEN n.kind = 'receipt' THEN p.paid_at IS NULL
        ELSE n.sent_at > least(ended.at, l.canceled_at) + interval '${SENDING_SECONDS} seconds' END`),
  },
];
