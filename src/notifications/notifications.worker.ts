import { Injectable } from '@nestjs/common';
import { AppLogger } from '../common/app-logger.js';
import { Clock } from '../common/clock.js';
import { toPublicId } from '../common/ids.js';
import { AppConfig } from '../config/app-config.js';
import { claimDue } from '../database/claim-due.js';
import { Database } from '../database/database.js';
import { whileLeased } from '../database/lease.js';
import { Waker } from '../database/waker.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { LinkMail, type LinkMailContent } from './link-mail.js';
import { MailComposer } from './mail-composer.js';
import { NotificationChannel, type SendAttempt } from './notification-channel.js';
import { NotificationOutcomes } from './notification-outcomes.js';
import { Notification } from './notification.entity.js';
import { NOTIFICATIONS_TOPIC, NotificationsService } from './notifications.service.js';
import { ReminderGate } from './reminders/reminder-gate.js';

/** Messages under way at once in this process: as many as the mail channel has connections. */
const SLOTS = 5;

/**
 * Sends what is due. A crash between the mail server's 250 and our note of it costs one copy, with the same Message-ID.
 * Each message's slot is free again when that message is through: none waits for the slowest of a batch.
 */
@Injectable()
export class NotificationsWorker implements WorkerTask {
  readonly name = 'notifications';
  readonly topic = NOTIFICATIONS_TOPIC;
  readonly pollMs: number;

  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationsService,
    private readonly linkMail: LinkMail,
    private readonly gate: ReminderGate,
    private readonly composer: MailComposer,
    private readonly channel: NotificationChannel,
    private readonly outcomes: NotificationOutcomes,
    private readonly waker: Waker,
    private readonly logger: AppLogger,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  /** Begins what there is room for. Whatever ends makes room, and wakes the loop for the next. */
  async tick(): Promise<boolean> {
    const limit = SLOTS - this.running.size;
    if (limit === 0) return false;
    const { leaseSeconds } = this.config;
    const due = await claimDue(this.database, Notification, { table: 'notifications', limit, leaseSeconds });
    for (const notification of due) this.begin(notification);
    return false;
  }

  /** Resolves when nothing is under way any more. */
  async drain(): Promise<void> {
    await Promise.all(this.running);
  }

  private begin(notification: Notification): void {
    const lease = { table: 'notifications', row: notification, leaseSeconds: this.config.leaseSeconds };
    const work = whileLeased(this.database, lease, () => this.handle(notification))
      .catch((err: unknown) => this.logger.error({ worker: this.name, err }, 'notification not noted'))
      .finally(() => {
        this.running.delete(work);
        this.waker.wakeHere(this.topic);
      });
    this.running.add(work);
  }

  private async handle(notification: Notification): Promise<void> {
    // Nobody is asked to pay what was paid while the mail waited; and asked once more when it is about to leave.
    const content = await this.linkMail.contentOf({ ...notification.key, id: notification.linkId }, notification.kind);
    if (!content) return this.outcomes.suppress(notification);
    if (notification.kind === 'reminder') {
      const now = this.instantOf(notification);
      const opensAt = await this.gate.opensAt(notification, { ...content, now });
      if (opensAt === null) return this.outcomes.suppress(notification);
      if (opensAt > now) return this.outcomes.postpone(notification, opensAt);
    }
    const attempt = await this.send(notification, content);
    if (attempt.kind === 'unwanted') return this.outcomes.putBack(notification);
    await this.outcomes.note(notification, attempt);
  }

  /** The database said that its time has come; a clock of ours that is behind must not put it off again and again. */
  private instantOf({ dueAt }: Notification): Date {
    const now = this.clock.now();
    return dueAt !== null && dueAt > now ? dueAt : now;
  }

  private send(notification: Notification, content: LinkMailContent): Promise<SendAttempt> {
    const message = {
      ...this.composer.compose(content, notification),
      id: toPublicId('notification', notification.id),
      to: notification.recipient,
      date: this.clock.now(),
    };
    return this.channel.send(message, () => this.isStillWanted(notification));
  }

  /** The mail server may have taken its time: the payment may be paid now, the mail taken back, or claimed by another. */
  private async isStillWanted(notification: Notification): Promise<boolean> {
    const link = { ...notification.key, id: notification.linkId };
    const [isWanted, isOurs] = await Promise.all([
      this.linkMail.isWanted(link, notification.kind),
      this.notifications.isClaimed(notification),
    ]);
    return isWanted && isOurs;
  }
}
