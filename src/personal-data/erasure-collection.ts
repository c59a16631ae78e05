import { Injectable } from '@nestjs/common';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { AddressSeals } from './address-seals.js';
import { AnswerErasure } from './answer-erasure.js';
import type { Erasure } from './erasure.entity.js';
import { WAITING_REASON } from './waiting.js';

const BATCH = 200;

/**
 * Finds what an erasure is about, a batch at a time, and puts the erasure's name on it: from then on the address is not
 * needed any more, however long some of the payments take to end.
 */
@Injectable()
export class ErasureCollection {
  constructor(
    private readonly seals: AddressSeals,
    private readonly answers: AnswerErasure,
    private readonly transactor: Transactor,
  ) {}

  /** Answers whether there may be more. */
  collect(erasure: Erasure): Promise<boolean> {
    return this.transactor.run((tx) =>
      erasure.address === null
        ? this.takeOld(tx, erasure)
        : this.takeOf(tx, erasure, this.seals.open(erasure.key, erasure.address)),
    );
  }

  private async takeOf(tx: Sql, erasure: Erasure, address: string): Promise<boolean> {
    const values = [erasure.accountId, erasure.mode, erasure.id, address, BATCH];
    const found = await tx.run(OF_CUSTOMER, values);
    if (found > 0) return true;
    if ((await tx.run(OF_RECIPIENT, values)) > 0) return true;
    const mails = await tx.query<{ link_id: string }>(MAILS_ABOUT_OTHERS, values);
    if (mails.length === 0) return false;
    await this.answers.erase(tx, erasure, [...new Set(mails.map(({ link_id }) => link_id))]);
    await tx.run(
      `UPDATE erasures SET erased_notifications = erased_notifications + $4 WHERE account_id = $1 AND mode = $2 AND id = $3`,
      [erasure.accountId, erasure.mode, erasure.id, mails.length],
    );
    return true;
  }

  /** Only what can be erased now: what cannot is found again by the next one. */
  private async takeOld(tx: Sql, { accountId, mode, id, endedBefore }: Erasure): Promise<boolean> {
    return (await tx.run(OLD, [accountId, mode, id, endedBefore, BATCH])) > 0;
  }
}

const take = (condition: string, order = '') => `
  UPDATE payments SET erasure_id = $3
  WHERE account_id = $1 AND mode = $2 AND id IN (
    SELECT p.id FROM payments p
    WHERE p.account_id = $1 AND p.mode = $2 AND p.erased_at IS NULL AND ${condition} ${order} LIMIT $5)`;

/** One that waits for another erasure waits for that one. */
const OF_CUSTOMER = take(`p.erasure_id IS NULL AND lower(p.customer ->> 'email') = lower($4)`);

/** Without an address of its own, a payment is about whom its mails went to. */
const OF_RECIPIENT = take(`p.erasure_id IS NULL AND p.customer ->> 'email' IS NULL AND p.id IN (
  SELECT l.payment_id FROM notifications n
  JOIN links l ON l.account_id = n.account_id AND l.mode = n.mode AND l.id = n.link_id
  WHERE n.account_id = $1 AND n.mode = $2 AND n.recipient <> '' AND lower(n.recipient) = lower($4))`);

/** In the order of the index: without it a plan may read the whole table, over and over until all is found. */
const OLD = take(
  `p.erasure_id IS NULL AND p.updated_at < $4
   AND p.status IN ('paid', 'partially_refunded', 'refunded', 'canceled', 'expired') AND (${WAITING_REASON}) IS NULL`,
  'ORDER BY p.updated_at',
);

/** Mails to this address about a payment of somebody else: they go, and the payment stays as it is. */
const MAILS_ABOUT_OTHERS = `
  UPDATE notifications SET recipient = '', message = NULL, error = NULL,
    status = CASE WHEN status = 'queued' THEN 'suppressed' ELSE status END, due_at = NULL
  WHERE account_id = $1 AND mode = $2 AND id IN (
    SELECT n.id FROM notifications n
    JOIN links l ON l.account_id = n.account_id AND l.mode = n.mode AND l.id = n.link_id
    JOIN payments p ON p.account_id = l.account_id AND p.mode = l.mode AND p.id = l.payment_id
    WHERE n.account_id = $1 AND n.mode = $2 AND n.recipient <> '' AND lower(n.recipient) = lower($4)
      AND p.erasure_id IS DISTINCT FROM $3 AND lower(p.customer ->> 'email') IS DISTINCT FROM lower($4) LIMIT $5)
  RETURNING link_id`;
