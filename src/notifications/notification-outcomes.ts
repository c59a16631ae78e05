import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Metrics } from '../common/metrics.js';
import { AppConfig } from '../config/app-config.js';
import { Transactor } from '../database/transactor.js';
import { EventLog } from '../events/event-log.js';
import type { EventType } from '../events/event-types.js';
import { NotificationDto } from './dto/notification.dto.js';
import type { SendOutcome } from './notification-channel.js';
import { Notification } from './notification.entity.js';

const LONGEST_PAUSE_SECONDS = 24 * 3600;

type Change = Partial<Pick<Notification, 'status' | 'error' | 'dueAt' | 'sentAt' | 'attempts'>>;

/** Writes down what became of a notification, with its event. */
@Injectable()
export class NotificationOutcomes {
  constructor(
    private readonly transactor: Transactor,
    private readonly eventLog: EventLog,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly metrics: Metrics,
  ) {}

  note(notification: Notification, outcome: SendOutcome): Promise<void> {
    this.metrics.notifications.inc({ outcome: outcome.kind });
    const attempts = notification.attempts + 1;
    switch (outcome.kind) {
      case 'sent':
        return this.write(notification, {
          status: 'sent',
          error: null,
          dueAt: null,
          sentAt: this.clock.now(),
          attempts,
        });
      case 'refused':
        return this.write(notification, { status: 'failed', error: outcome.reason, dueAt: null, attempts });
      case 'trouble': {
        // Waited out until the link ends, which is asked before every attempt: a mail server may be away for a weekend.
        const pauseSeconds = this.config.mailScheduleSeconds[attempts] ?? LONGEST_PAUSE_SECONDS;
        return this.write(notification, { error: outcome.reason, dueAt: this.clock.inSeconds(pauseSeconds), attempts });
      }
    }
  }

  /** Not sent and never again: there is nothing to say any more. */
  suppress(notification: Notification): Promise<void> {
    this.metrics.notifications.inc({ outcome: 'suppressed' });
    return this.write(notification, { status: 'suppressed', error: null, dueAt: null });
  }

  /** Not sent yet, without an attempt. */
  postpone(notification: Notification, until: Date): Promise<void> {
    return this.write(notification, { dueAt: until });
  }

  /** Not sent, for it was taken back or something ended just before: whoever claims it next finds out what. */
  putBack(notification: Notification): Promise<void> {
    return this.write(notification, {});
  }

  private async write(notification: Notification, change: Change): Promise<void> {
    const hasEvent = await this.transactor.run(async (tx) => {
      const { accountId, mode, id, fence } = notification;
      const [row] = await tx.select(
        Notification,
        'WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4 FOR UPDATE',
        [accountId, mode, id, fence],
      );
      // Somebody else has claimed it since: theirs counts.
      if (!row) return false;
      // Taken back while it was under way: that stands, unless it is out already.
      const isTakenBack = row.status !== 'queued' && change.status !== 'sent';
      Object.assign(row, isTakenBack ? {} : change, { leasedUntil: null });
      const event = isTakenBack ? null : this.eventOf(row);
      await tx.write({
        insert: event ? [event] : [],
        update: [{ row, set: ['status', 'error', 'dueAt', 'sentAt', 'attempts', 'leasedUntil'] }],
      });
      return event !== null;
    });
    if (hasEvent) this.eventLog.announce();
  }

  private eventOf(notification: Notification) {
    const type = eventTypeOf(notification);
    if (type === null) return null;
    // The address stays out: whoever reads events has the payment, and the customer there.
    const { to: _, ...told } = NotificationDto.from(notification);
    return this.eventLog.rowOf(notification, { type, at: this.clock.now(), data: { notification: told } });
  }
}

function eventTypeOf({ kind, status }: Notification): EventType | null {
  if (status === 'failed') return 'notification.failed';
  // A receipt carries no link to pay by.
  return status === 'sent' && kind !== 'receipt' ? 'link.sent' : null;
}
