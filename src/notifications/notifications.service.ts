import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Waker } from '../database/waker.js';
import { Notification } from './notification.entity.js';

export const NOTIFICATIONS_TOPIC = 'notifications';

@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly waker: Waker,
    private readonly clock: Clock,
  ) {}

  /** A message to be sent at once; whoever decides on it writes the row in the same transaction. */
  draft(link: RowKey, mail: { recipient: string; locale: string; message: string | null }, id = newId()): Notification {
    const now = this.clock.now();
    return Object.assign(new Notification(), {
      accountId: link.accountId,
      mode: link.mode,
      id,
      linkId: link.id,
      kind: 'link',
      ...mail,
      status: 'queued',
      attempts: 0,
      error: null,
      dueAt: now,
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

  ofLink(link: RowKey, sql: Sql = this.database): Promise<Notification[]> {
    return sql.select(Notification, 'WHERE account_id = $1 AND mode = $2 AND link_id = $3 ORDER BY created_at, id', [
      link.accountId,
      link.mode,
      link.id,
    ]);
  }
}
