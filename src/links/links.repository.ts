import { Injectable } from '@nestjs/common';
import { newToken, sha256 } from '../common/crypto.js';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { AppConfig } from '../config/app-config.js';
import { Secrets } from '../config/secrets.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { EventLog } from '../events/event-log.js';
import type { Reminder } from '../notifications/reminders/reminder.js';
import type { Payment } from '../payments/payment.entity.js';
import { linkEvent } from './link-events.js';
import { Link } from './link.entity.js';
import type { Visitor } from './visitor.js';

const MAIL_IS_SCANNED_SECONDS = 5;

/** Links as rows, and their tokens. */
@Injectable()
export class LinksRepository {
  constructor(
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly eventLog: EventLog,
    private readonly secrets: Secrets,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  draft(given: { key: RowKey; payment: Payment; expiresAt: Date; reminders: readonly Reminder[] }): Link {
    const token = newToken();
    const link = Object.assign(new Link(), {
      ...given.key,
      paymentId: given.payment.id,
      tokenHash: sha256(token),
      token: this.secrets.box.seal(token, placeOf(given.key)),
      expiresAt: given.expiresAt,
      canceledAt: null,
      opensByPeople: 0,
      opensByScanners: 0,
      firstOpenedAt: null,
      lastOpenedAt: null,
      reminders: [...given.reminders],
      leasedUntil: null,
      fence: 0,
      remindersStoppedAt: null,
      createdAt: this.clock.now(),
    });
    link.dueAt = link.endFor(given.payment);
    return link;
  }

  tokenOf(link: Link): string {
    return this.secrets.box.open(link.token, placeOf(link));
  }

  urlOf(link: Link): string {
    return `${this.config.publicUrl}/l/${this.tokenOf(link)}`;
  }

  async get(key: RowKey): Promise<Link> {
    const link = await this.find(key);
    if (!link) throw new DomainError('not_found', 'There is no such link.');
    return link;
  }

  async find(key: RowKey): Promise<Link | undefined> {
    const [link] = await this.database.select(Link, 'WHERE account_id = $1 AND mode = $2 AND id = $3', [
      key.accountId,
      key.mode,
      key.id,
    ]);
    return link;
  }

  /** Held until the transaction ends. Throws `not_found`. */
  async lock(tx: Sql, key: RowKey): Promise<Link> {
    const [link] = await tx.select(Link, 'WHERE account_id = $1 AND mode = $2 AND id = $3 FOR UPDATE', [
      key.accountId,
      key.mode,
      key.id,
    ]);
    if (!link) throw new DomainError('not_found', 'There is no such link.');
    return link;
  }

  async byToken(token: string): Promise<Link | undefined> {
    const [link] = await this.database.select(Link, 'WHERE token_hash = $1', [sha256(token)]);
    return link;
  }

  ofPayment(payment: RowKey, sql: Sql = this.database): Promise<Link[]> {
    return sql.select(Link, 'WHERE account_id = $1 AND mode = $2 AND payment_id = $3 ORDER BY created_at, id', [
      payment.accountId,
      payment.mode,
      payment.id,
    ]);
  }

  /** Of payments of one account and mode, oldest first. */
  async ofPayments(payments: readonly RowKey[]): Promise<Link[]> {
    const [first] = payments;
    if (!first) return [];
    return this.database.select(
      Link,
      'WHERE account_id = $1 AND mode = $2 AND payment_id = ANY ($3) ORDER BY created_at, id',
      [first.accountId, first.mode, payments.map(({ id }) => id)],
    );
  }

  /** The payment has another end: its links run out with it, and one that had run out may work again. */
  async moveDue(tx: Sql, payment: Payment): Promise<void> {
    await tx.run(
      `UPDATE links SET due_at = least(expires_at, $4::timestamptz)
       WHERE account_id = $1 AND mode = $2 AND payment_id = $3 AND canceled_at IS NULL AND expires_at > now()`,
      [payment.accountId, payment.mode, payment.id, payment.expiresAt],
    );
  }

  /**
   * Counts a visit and tells of the first by a person. What comes within seconds of a mail is the recipient's mail server
   * looking into it, whatever browser it claims to be.
   */
  async countOpen(link: Link, visitor: Visitor): Promise<void> {
    if (visitor === 'scanner' || link.firstOpenedAt !== null) {
      await this.count(this.database, link, visitor);
      return;
    }
    const isFirst = await this.transactor.run(async (tx) => {
      const openedAt = this.clock.now();
      if (!(await this.count(tx, link, visitor))) return false;
      await tx.write({ insert: [this.eventLog.rowOf(link, linkEvent('link.opened', link, openedAt))] });
      return true;
    });
    if (isFirst) this.eventLog.announce();
  }

  /** Answers whether it was the first by a person. */
  private async count(sql: Sql, link: Link, visitor: Visitor): Promise<boolean> {
    const [counted] = await sql.query<{ is_first: boolean }>(
      `UPDATE links SET opens_by_people = opens_by_people + seen.people, opens_by_scanners = opens_by_scanners + 1 - seen.people,
         first_opened_at = CASE WHEN seen.people = 1 THEN coalesce(first_opened_at, $5) ELSE first_opened_at END,
         last_opened_at = CASE WHEN seen.people = 1 THEN $5 ELSE last_opened_at END
       FROM (SELECT CASE WHEN $4::boolean AND NOT EXISTS (
           SELECT FROM notifications WHERE account_id = $1 AND mode = $2 AND link_id = $3
             AND sent_at > $5::timestamptz - make_interval(secs => $6)) THEN 1 ELSE 0 END AS people) seen
       WHERE account_id = $1 AND mode = $2 AND id = $3
       RETURNING seen.people = 1 AND opens_by_people = 1 AS is_first`,
      [link.accountId, link.mode, link.id, visitor === 'person', this.clock.now(), MAIL_IS_SCANNED_SECONDS],
    );
    return counted?.is_first === true;
  }
}

function placeOf(key: RowKey) {
  return { table: 'links', column: 'token', accountId: key.accountId, mode: key.mode, rowId: key.id };
}
