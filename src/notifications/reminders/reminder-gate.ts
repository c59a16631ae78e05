import { Injectable } from '@nestjs/common';
import { violatedConstraint } from '../../database/database-error.js';
import { Database } from '../../database/database.js';
import type { LinkMailContent } from '../link-mail.js';
import type { Notification } from '../notification.entity.js';
import { NotificationsService } from '../notifications.service.js';
import { reminderOf } from './reminder.js';
import { inWindow, reminderDay, type ReminderFacts } from './reminder-time.js';
import { addDays, dayAt } from './zoned-day.js';

interface Circumstances extends Pick<LinkMailContent, 'dueAt' | 'linkMadeAt' | 'timeZone' | 'reminderWindow'> {
  readonly now: Date;
}

/**
 * Whether a reminder that is due may go now. Asked at the moment of sending, because all it depends on may have changed
 * since the reminder was planned: the due date, the account's hours and time zone, and what else the payer got today.
 */
@Injectable()
export class ReminderGate {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly database: Database,
  ) {}

  /** When it may go: `now` means at once. null: never, for there is no due date any more. */
  async opensAt(reminder: Notification, { now, ...content }: Circumstances): Promise<Date | null> {
    const others = await this.notifications.ofLink({ ...reminder.key, id: reminder.linkId });
    const mails = others.filter(({ kind, id }) => kind !== 'receipt' && id !== reminder.id);
    const facts = factsOf(content, mails);
    const day = reminderDay(reminderOf(reminder.occasion!), facts);
    if (day === null) return null;

    const at = inWindow(day, now, facts);
    if (at > now) return at;
    const today = dayAt(now, facts.timeZone);
    const isTaken = mails.some((mail) => isUnderWay(mail) || isOf(today, mail.sentAt, facts));
    if (!isTaken && (await this.take(reminder, today))) return now;
    return inWindow(addDays(today, 1), now, facts);
  }

  /** Two reminders of one link that are due at once, in two processes, meet here: the database gives the day to one. */
  private async take({ accountId, mode, id, fence }: Notification, day: string): Promise<boolean> {
    try {
      const taken = await this.database.run(
        `UPDATE notifications SET reminder_day = $5
         WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4 AND status = 'queued'`,
        [accountId, mode, id, fence, day],
      );
      return taken === 1;
    } catch (error) {
      if (violatedConstraint(error) === 'notifications_one_reminder_a_day') return false;
      throw error;
    }
  }
}

function factsOf(content: Omit<Circumstances, 'now'>, mails: readonly Notification[]): ReminderFacts {
  const sent = mails.filter(({ kind }) => kind === 'link').flatMap(({ sentAt }) => sentAt ?? []);
  return {
    dueAt: content.dueAt,
    sentAt: sent.length > 0 ? new Date(Math.min(...sent.map((at) => at.getTime()))) : content.linkMadeAt,
    timeZone: content.timeZone,
    window: content.reminderWindow,
  };
}

/** Nobody is reminded of a mail that has not come yet. */
function isUnderWay({ kind, status }: Notification): boolean {
  return kind === 'link' && status === 'queued';
}

function isOf(day: string, at: Date | null, { timeZone }: ReminderFacts): boolean {
  return at !== null && dayAt(at, timeZone) === day;
}
