import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { toPublicId } from '../common/ids.js';
import { AppConfig } from '../config/app-config.js';
import { claimDue } from '../database/claim-due.js';
import { Database } from '../database/database.js';
import { whileLeased } from '../database/lease.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { LinkMail } from './link-mail.js';
import { MailRenderer } from './mail-renderer.js';
import { MailTransport, type MailOutcome } from './mail-transport.js';
import { Notification, type NotificationStatus } from './notification.entity.js';
import { NOTIFICATIONS_TOPIC } from './notifications.service.js';

const BATCH = 8;
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
      fromName: content.payee.name,
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

  private async write(
    { accountId, mode, id, fence }: Notification,
    outcome: { status: NotificationStatus; error: string | null; dueAt: Date | null; sentAt: Date | null },
  ): Promise<void> {
    await this.database.run(
      `UPDATE notifications SET status = $5, error = $6, due_at = $7, sent_at = $8, leased_until = NULL,
         attempts = attempts + CASE WHEN $5 = 'suppressed' THEN 0 ELSE 1 END
       WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4`,
      [accountId, mode, id, fence, outcome.status, outcome.error, outcome.dueAt, outcome.sentAt],
    );
  }
}
