import type { ReminderWindow } from '../../accounts/account.entity.js';
import type { Reminder } from './reminder.js';
import { addDays, dayAt, instantOf, type Day } from './zoned-day.js';

/** What a reminder's time follows from. */
export interface ReminderFacts {
  /** When the payment is due; null: it has no date. */
  readonly dueAt: Date | null;
  /** When the link first went out, or was made if nobody mailed it. */
  readonly sentAt: Date;
  /** IANA name. */
  readonly timeZone: string;
  readonly window: ReminderWindow;
}

/** The day for which a reminder is meant, by the account's calendar; null without a due date to count from. */
export function reminderDay({ days, relativeTo }: Reminder, facts: ReminderFacts): Day | null {
  const base = relativeTo === 'due' ? facts.dueAt : facts.sentAt;
  return base && addDays(dayAt(base, facts.timeZone), days);
}

/** The first instant from `at` on that lies inside the hours in which payers are reminded, on `day` or later. */
export function inWindow(day: Day, at: Date, { timeZone, window }: Pick<ReminderFacts, 'timeZone' | 'window'>): Date {
  const today = dayAt(at, timeZone);
  const first = day > today ? day : today;
  const opens = instantOf({ day: first, hour: window.fromHour }, timeZone);
  if (at <= opens) return opens;
  if (at < instantOf({ day: first, hour: window.toHour }, timeZone)) return at;
  return instantOf({ day: addDays(first, 1), hour: window.fromHour }, timeZone);
}
