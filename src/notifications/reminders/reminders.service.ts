import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { wrongField } from '../../common/domain-error.js';
import type { RowKey } from '../../database/owned-row.js';
import type { Sql } from '../../database/sql.js';
import type { Notification } from '../notification.entity.js';
import { NotificationsService } from '../notifications.service.js';
import { MOST_REMINDERS, occasionOf, type Reminder } from './reminder.js';
import { inWindow, reminderDay, type ReminderFacts } from './reminder-time.js';
import { dayAt } from './zoned-day.js';

/** Who is reminded, of what, and how. */
export interface ReminderPlan {
  readonly reminders: readonly Reminder[];
  readonly facts: ReminderFacts;
  /** One bare address. */
  readonly recipient: string;
  /** BCP 47. */
  readonly locale: string;
}

interface NewTime extends Pick<ReminderPlan, 'recipient' | 'locale'> {
  /** undefined: that reminder is not wanted any more, or its day is over. */
  readonly dueAt: Date | undefined;
}

/**
 * Reminders are notifications that are due later: queued when they are planned, looked at again by `ReminderGate` when
 * their time has come. Each is unique by its link and occasion, so that none goes out twice, however often it is planned.
 */
@Injectable()
export class RemindersService {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly clock: Clock,
  ) {}

  /** The rows of a new link's reminders. One whose day is over already has none. */
  drafts(link: RowKey, plan: ReminderPlan): Notification[] {
    return [...this.timesOf(plan)].map(([occasion, dueAt]) => this.draft(link, plan, { occasion, dueAt }));
  }

  /**
   * Replaces what is not sent yet, in the transaction that holds the link. Throws `validation_failed` for more than five
   * together with those that went out before.
   */
  async replace(tx: Sql, link: RowKey, plan: ReminderPlan): Promise<void> {
    const mails = await this.notifications.lockOfLink(link, tx);
    const earlier = mails.filter(({ kind }) => kind === 'reminder');
    refuseTooMany(earlier, plan.reminders);
    const times = this.timesOf(plan);
    const known = new Set(earlier.map(({ occasion }) => occasion));
    const insert = [...times]
      .filter(([occasion]) => !known.has(occasion))
      .map(([occasion, dueAt]) => this.draft(link, plan, { occasion, dueAt }));
    const changed = earlier.filter((row) => replan(row, { ...plan, dueAt: times.get(row.occasion!) }));
    await tx.write({
      insert,
      update: changed.map((row) => ({ row, set: ['status', 'dueAt', 'recipient', 'locale'] })),
    });
  }

  /** Takes back what is not sent yet. A message that is with the mail server at this moment goes out, and is noted as sent. */
  async withdraw(tx: Sql, link: RowKey): Promise<void> {
    await tx.run(
      `UPDATE notifications SET status = 'suppressed', due_at = NULL
       WHERE account_id = $1 AND mode = $2 AND link_id = $3 AND kind = 'reminder' AND status = 'queued'`,
      [link.accountId, link.mode, link.id],
    );
  }

  /** What is not sent yet goes to another address, in its language. */
  async redirect(tx: Sql, link: RowKey, { recipient, locale }: Pick<ReminderPlan, 'recipient' | 'locale'>) {
    await tx.run(
      `UPDATE notifications SET recipient = $4, locale = $5
       WHERE account_id = $1 AND mode = $2 AND link_id = $3 AND kind = 'reminder' AND status = 'queued'`,
      [link.accountId, link.mode, link.id, recipient, locale],
    );
  }

  private timesOf({ reminders, facts }: ReminderPlan): Map<string, Date> {
    const now = this.clock.now();
    const today = dayAt(now, facts.timeZone);
    const times = reminders.flatMap((reminder): [string, Date][] => {
      const day = reminderDay(reminder, facts);
      return day === null || day < today ? [] : [[occasionOf(reminder), inWindow(day, now, facts)]];
    });
    return new Map(times);
  }

  private draft(link: RowKey, { recipient, locale }: ReminderPlan, at: { occasion: string; dueAt: Date }) {
    return this.notifications.draft(link, { kind: 'reminder', recipient, locale, ...at });
  }
}

/** Changes a row that is not sent yet into what is wanted now; answers whether that is another than before. */
function replan(row: Notification, { dueAt, recipient, locale }: NewTime): boolean {
  if (row.status === 'queued' && dueAt === undefined) {
    Object.assign(row, { status: 'suppressed', dueAt: null });
    return true;
  }
  if (dueAt === undefined || (row.status !== 'queued' && row.status !== 'suppressed')) return false;
  // One that was tried already has a time of its own, the next try's.
  const hasOwnTime = row.status === 'queued' && row.attempts > 0;
  const wanted = { status: 'queued', dueAt: hasOwnTime ? row.dueAt : dueAt, recipient, locale } as const;
  const isSame =
    row.status === wanted.status &&
    row.dueAt?.getTime() === wanted.dueAt?.getTime() &&
    row.recipient === recipient &&
    row.locale === locale;
  Object.assign(row, wanted);
  return !isSame;
}

function refuseTooMany(earlier: readonly Notification[], reminders: readonly Reminder[]): void {
  const spent = earlier.filter(({ status }) => status === 'sent' || status === 'failed');
  const all = new Set([...spent.map(({ occasion }) => occasion), ...reminders.map(occasionOf)]);
  if (all.size <= MOST_REMINDERS) return;
  const message = `a link has at most ${MOST_REMINDERS} reminders, and ${spent.length} of this one went out already`;
  throw wrongField('reminders', 'too_many', message);
}
