import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import type { Payment } from '../payments/payment.entity.js';
import { PaymentsRepository } from '../payments/payments.repository.js';
import { AnswerErasure } from './answer-erasure.js';
import { withoutPersonalData, type Json } from './redaction.js';
import { waitingReason } from './waiting.js';

const COLUMNS = [
  'customer',
  'description',
  'items',
  'metadata',
  'returnUrl',
  'lastDecline',
  'bookingReason',
  'recorded',
  'erasedAt',
  'erasureId',
] as const satisfies readonly (keyof Payment)[];

/** Lets the guards of history through, in this transaction alone. */
const ERASING = `SELECT set_config('dunlin.erasing', 'on', true)`;

/**
 * Takes everything that is about a person from one payment and from all that was ever written about it, in one transaction.
 * `docs/personal-data.md` lists the places; a test fills each of them and looks for what is left.
 */
@Injectable()
export class PaymentErasure {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly answers: AnswerErasure,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  /** One that began anew to be in flight is left as it is. */
  erase(key: RowKey): Promise<void> {
    return this.transactor.run(async (tx) => {
      const payment = await this.repository.lock(tx, key);
      if (payment.erasedAt !== null || (await waitingReason(tx, payment)) !== null) return;
      payment.erasedAt = this.clock.now();
      await this.eraseAll(tx, payment);
      await tx.run(
        'UPDATE erasures SET erased_payments = erased_payments + 1 WHERE account_id = $1 AND mode = $2 AND id = $3',
        [payment.accountId, payment.mode, payment.erasureId],
      );
    });
  }

  /** Once more, for whatever was on its way while it was erased; then its erasure has nothing more to do with it. */
  settle(key: RowKey): Promise<void> {
    return this.transactor.run(async (tx) => {
      const payment = await this.repository.lock(tx, key);
      payment.erasureId = null;
      await this.eraseAll(tx, payment);
    });
  }

  private async eraseAll(tx: Sql, payment: Payment): Promise<void> {
    await tx.query(ERASING);
    await this.erasePayment(tx, payment);
    for (const statement of STATEMENTS) await tx.run(statement, [payment.accountId, payment.mode, payment.id]);
    await this.eraseEvents(tx, payment);
    await this.answers.erase(tx, payment, await this.subjectsOf(tx, payment));
  }

  private async erasePayment(tx: Sql, payment: Payment): Promise<void> {
    Object.assign(payment, {
      customer: { name: null, email: null, phone: null, externalId: null },
      description: null,
      items: payment.items.map((item) => ({ ...item, description: '' })),
      metadata: {},
      returnUrl: null,
      lastDecline: payment.lastDecline && { ...payment.lastDecline, message: null },
      bookingReason: null,
      recorded: payment.recorded && { ...payment.recorded, note: null },
    } satisfies Partial<Payment>);
    await tx.write({ update: [{ row: payment, set: COLUMNS }] });
  }

  private async eraseEvents(tx: Sql, { accountId, mode, id }: RowKey): Promise<void> {
    const events = await tx.query<{ id: string; data: Json; previous: Json }>(
      'SELECT id, data, previous FROM events WHERE account_id = $1 AND mode = $2 AND payment_id = $3',
      [accountId, mode, id],
    );
    const told = events.map(({ data, previous }) => ({
      data: JSON.stringify(withoutPersonalData(data)),
      previous: previous === null ? null : JSON.stringify(withoutPersonalData(previous)),
    }));
    await tx.run(
      `UPDATE events SET data = told.data::json, previous = told.previous::json
       FROM unnest($3::uuid[], $4::text[], $5::text[]) AS told (id, data, previous)
       WHERE events.account_id = $1 AND events.mode = $2 AND events.id = told.id
         AND (events.data::text, events.previous::text) IS DISTINCT FROM (told.data, told.previous)`,
      [accountId, mode, events.map((event) => event.id), told.map(({ data }) => data), told.map((t) => t.previous)],
    );
  }

  private async subjectsOf(tx: Sql, { accountId, mode, id }: RowKey): Promise<string[]> {
    const links = await tx.query<{ id: string }>(
      'SELECT id FROM links WHERE account_id = $1 AND mode = $2 AND payment_id = $3',
      [accountId, mode, id],
    );
    return [id, ...links.map((link) => link.id)];
  }
}

const OF_PAYMENT = 'account_id = $1 AND mode = $2 AND payment_id = $3';
const CHECKOUTS = `(SELECT account_id, mode, id FROM checkouts WHERE ${OF_PAYMENT})`;

/** By account, mode and payment. What is empty already is not written again. */
const STATEMENTS = [
  `UPDATE checkouts SET
     evidence = CASE WHEN evidence #>> '{lastDecline,message}' IS NULL THEN evidence ELSE jsonb_set(evidence, '{lastDecline,message}', 'null') END,
     failure = CASE WHEN failure IS NULL THEN NULL ELSE failure || '{"message": ""}' END
   WHERE ${OF_PAYMENT} AND (evidence #>> '{lastDecline,message}' IS NOT NULL OR failure ->> 'message' <> '')`,
  // What a failed look says in words; the other details are the provider's own terms for a state.
  `UPDATE looks SET detail = NULL
   WHERE (account_id, mode, checkout_id) IN ${CHECKOUTS} AND detail IS NOT NULL AND outcome NOT IN ('closed', 'unrecognised')`,
  `UPDATE refunds SET reason = NULL, failure = CASE WHEN failure IS NULL THEN NULL ELSE failure || '{"message": ""}' END,
     resolution = CASE WHEN resolution IS NULL THEN NULL ELSE resolution || '{"note": ""}' END
   WHERE ${OF_PAYMENT} AND (reason IS NOT NULL OR failure ->> 'message' <> '' OR resolution ->> 'note' <> '')`,
  `UPDATE notifications SET recipient = '', message = NULL, error = NULL,
     status = CASE WHEN status = 'queued' THEN 'suppressed' ELSE status END, due_at = NULL
   WHERE (account_id, mode, link_id) IN (SELECT account_id, mode, id FROM links WHERE ${OF_PAYMENT})
     AND (recipient <> '' OR error IS NOT NULL)`,
  `UPDATE received_webhooks w SET body = '', headers = '{}', erased_at = now()
   FROM checkouts c
   WHERE c.account_id = $1 AND c.mode = $2 AND c.payment_id = $3
     AND w.account_id = $1 AND w.mode = $2 AND w.connection_id = c.connection_id
     AND w.provider_payment_ids && ARRAY[c.provider_payment_id] AND w.erased_at IS NULL`,
  // By endpoint and event, as their index has them.
  `UPDATE delivery_attempts a SET response = ''
   FROM events e
   JOIN endpoints t ON t.account_id = $1 AND t.mode = $2
   JOIN deliveries d ON d.account_id = $1 AND d.mode = $2 AND d.endpoint_id = t.id AND d.event_id = e.id
   WHERE e.account_id = $1 AND e.mode = $2 AND e.payment_id = $3
     AND a.account_id = $1 AND a.mode = $2 AND a.delivery_id = d.id AND a.response <> ''`,
];
