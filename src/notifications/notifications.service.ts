import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { Clock } from '../common/clock.js';
import { Cursors } from '../common/cursor.js';
import { DomainError } from '../common/domain-error.js';
import { newId } from '../common/ids.js';
import { idGiven } from '../common/public-id.pipe.js';
import { Database } from '../database/database.js';
import { ListQuery, NEWEST_FIRST, type Page } from '../database/list-query.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Waker } from '../database/waker.js';
import type { ListNotificationsDto } from './dto/notification-list.dto.js';
import { Notification, type NotificationKind } from './notification.entity.js';

export const NOTIFICATIONS_TOPIC = 'notifications';

const OF_LINK = 'WHERE account_id = $1 AND mode = $2 AND link_id = $3 ORDER BY created_at, id';

export interface NewNotification {
  readonly recipient: string;
  readonly locale: string;
  readonly message?: string | null;
  /** `link`, unless told otherwise. */
  readonly kind?: NotificationKind;
  readonly occasion?: string;
  readonly dueAt?: Date;
  readonly id?: string;
}

@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly waker: Waker,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  /** A message to be sent at `dueAt`, or at once; whoever decides on it writes the row in the same transaction. */
  draft(link: RowKey, mail: NewNotification): Notification {
    const now = this.clock.now();
    return Object.assign(new Notification(), {
      accountId: link.accountId,
      mode: link.mode,
      linkId: link.id,
      id: newId(),
      kind: 'link',
      occasion: null,
      message: null,
      dueAt: now,
      ...mail,
      reminderDay: null,
      status: 'queued',
      attempts: 0,
      error: null,
      leasedUntil: null,
      fence: 0,
      sentAt: null,
      createdAt: now,
    });
  }

  /** To be called after the commit. */
  announce(): void {
    this.waker.wake(NOTIFICATIONS_TOPIC);
  }

  async get(key: RowKey): Promise<Notification> {
    const [notification] = await this.database.select(Notification, 'WHERE account_id = $1 AND mode = $2 AND id = $3', [
      key.accountId,
      key.mode,
      key.id,
    ]);
    if (!notification) throw new DomainError('not_found', 'There is no such notification.');
    return notification;
  }

  /** Whether it is still to be sent, to that address and by whoever claimed it so. */
  async isClaimed({ accountId, mode, id, fence, recipient }: Notification): Promise<boolean> {
    const [row] = await this.database.query(
      `SELECT FROM notifications
       WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4 AND recipient = $5
         AND status = 'queued' AND leased_until > now()`,
      [accountId, mode, id, fence, recipient],
    );
    return row !== undefined;
  }

  /** Of links of one account and mode, oldest first. */
  async ofLinks(links: readonly RowKey[]): Promise<Notification[]> {
    const [first] = links;
    if (!first) return [];
    return this.database.select(
      Notification,
      'WHERE account_id = $1 AND mode = $2 AND link_id = ANY ($3) ORDER BY created_at, id',
      [first.accountId, first.mode, links.map(({ id }) => id)],
    );
  }

  /** Newest first. Throws `validation_failed` for a cursor of another list. */
  page(caller: Caller, { limit, cursor, ...filters }: ListNotificationsDto): Promise<Page<Notification>> {
    const { accountId, mode } = caller;
    const linkId = idGiven('linkId', 'link', filters.linkId);
    const query = new ListQuery(caller, 'notifications').equal('link_id', linkId).equal('status', filters.status);
    return query.page(this.database, Notification, {
      order: NEWEST_FIRST,
      cursors: this.cursors,
      scope: { route: 'GET /v1/notifications', accountId, mode, filters },
      page: { limit, cursor },
    });
  }

  /** Oldest first. */
  ofLink(link: RowKey, sql: Sql = this.database): Promise<Notification[]> {
    return sql.select(Notification, OF_LINK, [link.accountId, link.mode, link.id]);
  }

  /** The same, held until the transaction ends: nobody notes meanwhile that one was sent. */
  lockOfLink(link: RowKey, tx: Sql): Promise<Notification[]> {
    return tx.select(Notification, `${OF_LINK} FOR UPDATE`, [link.accountId, link.mode, link.id]);
  }
}
