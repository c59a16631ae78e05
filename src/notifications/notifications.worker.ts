import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { toPublicId } from '../common/ids.js';
import { AppConfig } from '../config/app-config.js';
import { claimDue } from '../database/claim-due.js';
import { Database } from '../database/database.js';
import { whileLeased } from '../database/lease.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { Transactor } from '../database/transactor.js';
import { EventLog } from '../events/event-log.js';
import type { EventType } from '../events/event-types.js';
import { NotificationDto } from './dto/notification.dto.js';
import { LinkMail } from './link-mail.js';
import { MailRenderer } from './mail-renderer.js';
import { MailTransport, type MailOutcome } from './mail-transport.js';
import { Notification, type NotificationStatus } from './notification.entity.js';
import { NOTIFICATIONS_TOPIC } from './notifications.service.js';

const BATCH = 8;

/** What its end is told as. The address stays out: whoever reads events has the payment, and the customer there. */
const EVENTS: Partial<Record<NotificationStatus, EventType>> = { sent: 'link.sent', failed: 'notification.failed' };

interface Outcome {
  readonly status: NotificationStatus;
  readonly error: string | null;
  readonly dueAt: Date | null;
  readonly sentAt: Date | null;
}
const LONGEST_PAUSE_SECONDS = 24 * 3600;

/** Sends what is due. A crash between the server's 250 and our note of it costs one copy, with the same Message-ID. */
@Injectable()
export class NotificationsWorker implements WorkerTask {
  readonly name = 'notifications';
  readonly topic = NOTIFICATIONS_TOPIC;
  readonly pollMs: number;
  private readonly domain: string;

  constructor(
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly eventLog: EventLog,
    private readonly linkMail: LinkMail,
    private readonly renderer: MailRenderer,
    private readonly transport: MailTransport,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
    this.domain = new URL(config.publicUrl).hostname;
  }

  async tick(): Promise<boolean> {
    const { leaseSeconds } = this.config;
    const due = await claimDue(this.database, Notification, { table: 'notifications', limit: BATCH, leaseSeconds });
    const results = await Promise.allSettled(
      due.map((row) =>
        whileLeased(this.database, { table: 'notifications', row, leaseSeconds }, () => this.handle(row)),
      ),
    );
    const defect = results.find((result) => result.status === 'rejected');
    if (defect?.status === 'rejected') throw defect.reason;
    return due.length === BATCH;
  }

  private async handle(notification: Notification): Promise<void> {
    // Asked at the last moment: nobody is asked to pay what was paid while the mail waited.
    const content = await this.linkMail.contentOf({ ...notification.key, id: notification.linkId });
    if (!content) return this.finish(notification, 'suppressed', null);
    const { locale, message } = notification;
    const mail = this.renderer.render({ ...content, locale, message, purpose: 'request', qrContentId: null });
    const outcome = await this.transport.send({
      ...mail,
      to: notification.recipient,
      fromName: content.senderName,
      messageId: `<${toPublicId('notification', notification.id)}@${this.domain}>`,
      date: notification.createdAt,
    });
    await this.settle(notification, outcome);
  }

  private settle(notification: Notification, outcome: MailOutcome): Promise<void> {
    if (outcome.kind === 'sent') return this.finish(notification, 'sent', null);
    if (outcome.kind === 'refused') return this.finish(notification, 'failed', outcome.reason);
    // Trouble is waited out until the link ends, which `contentOf` tells: a mail server may be away for a weekend.
    const schedule = this.config.mailScheduleSeconds;
    const nextSeconds = schedule[notification.attempts + 1] ?? LONGEST_PAUSE_SECONDS;
    return this.write(notification, {
      status: 'queued',
      error: outcome.reason,
      dueAt: this.clock.inSeconds(nextSeconds),
      sentAt: null,
    });
  }

  private finish(notification: Notification, status: NotificationStatus, error: string | null): Promise<void> {
    return this.write(notification, {
      status,
      error,
      dueAt: null,
      sentAt: status === 'sent' ? this.clock.now() : null,
    });
  }

  private async write(notification: Notification, outcome: Outcome): Promise<void> {
    const isNoted = await this.transactor.run(async (tx) => {
      const { accountId, mode, id, fence } = notification;
      const noted = await tx.select(
        Notification,
        'WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4 FOR UPDATE',
        [accountId, mode, id, fence],
      );
      // Somebody else has claimed it since: theirs counts.
      if (noted.length === 0) return false;
      const attempts = notification.attempts + (outcome.status === 'suppressed' ? 0 : 1);
      const row = Object.assign(notification, outcome, { attempts, leasedUntil: null });
      const event = this.eventOf(row);
      await tx.write({
        insert: event ? [event] : [],
        update: [{ row, set: ['status', 'error', 'dueAt', 'sentAt', 'attempts', 'leasedUntil'] }],
      });
      return event !== null;
    });
    if (isNoted) this.eventLog.announce();
  }

  private eventOf(notification: Notification) {
    const type = EVENTS[notification.status];
    if (!type) return null;
    const { to: _, ...told } = NotificationDto.from(notification);
    return this.eventLog.rowOf(notification, { type, at: this.clock.now(), data: { notification: told } });
  }
}
