import { Injectable } from '@nestjs/common';
import { newToken, sha256 } from '../common/crypto.js';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { AppConfig } from '../config/app-config.js';
import { Secrets } from '../config/secrets.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { Link, type Reminder } from './link.entity.js';

/** Links as rows, and their tokens. */
@Injectable()
export class LinksRepository {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  draft(given: { key: RowKey; paymentId: string; expiresAt: Date; reminders: readonly Reminder[] }): Link {
    const token = newToken();
    return Object.assign(new Link(), {
      ...given.key,
      paymentId: given.paymentId,
      tokenHash: sha256(token),
      token: this.secrets.box.seal(token, placeOf(given.key)),
      expiresAt: given.expiresAt,
      canceledAt: null,
      opensByPeople: 0,
      opensByScanners: 0,
      firstOpenedAt: null,
      lastOpenedAt: null,
      reminders: [...given.reminders],
      createdAt: this.clock.now(),
    });
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

  async byToken(token: string): Promise<Link | undefined> {
    const [link] = await this.database.select(Link, 'WHERE token_hash = $1', [sha256(token)]);
    return link;
  }

  ofPayment(payment: RowKey): Promise<Link[]> {
    return this.database.select(
      Link,
      'WHERE account_id = $1 AND mode = $2 AND payment_id = $3 ORDER BY created_at, id',
      [payment.accountId, payment.mode, payment.id],
    );
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

  /** Counts a visit, of a person or of a program that looks into mails. */
  async countOpen(link: Link, visitor: 'person' | 'scanner'): Promise<void> {
    const people = visitor === 'person' ? 1 : 0;
    await this.database.run(
      `UPDATE links SET opens_by_people = opens_by_people + $4, opens_by_scanners = opens_by_scanners + $5,
         first_opened_at = CASE WHEN $4 = 1 THEN coalesce(first_opened_at, $6) ELSE first_opened_at END,
         last_opened_at = CASE WHEN $4 = 1 THEN $6 ELSE last_opened_at END
       WHERE account_id = $1 AND mode = $2 AND id = $3`,
      [link.accountId, link.mode, link.id, people, 1 - people, this.clock.now()],
    );
  }
}

function placeOf(key: RowKey) {
  return { table: 'links', column: 'token', accountId: key.accountId, mode: key.mode, rowId: key.id };
}
