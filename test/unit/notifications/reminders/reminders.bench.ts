import { Cursors } from '../../../../src/common/cursor.js';
import type { Waker } from '../../../../src/database/waker.js';
import type { Link } from '../../../../src/links/link.entity.js';
import { Notification } from '../../../../src/notifications/notification.entity.js';
import { NotificationsService } from '../../../../src/notifications/notifications.service.js';
import type { Reminder } from '../../../../src/notifications/reminders/reminder.js';
import { ReminderGate } from '../../../../src/notifications/reminders/reminder-gate.js';
import { RemindersService, type ReminderPlan } from '../../../../src/notifications/reminders/reminders.service.js';
import { aLink, anOwnerIn, aPayment } from '../../../support/builders.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { openTestDatabase, type TestDataSource } from '../../../support/test-database.js';

export const HOURS = { fromHour: 9, toHour: 18 };
const NOBODY_WAITS = { wake: () => undefined } as unknown as Waker;

/** Reminders of one link on a real database, at a time of the test's choosing: 20 November 2026, 10:00 in London. */
export class RemindersBench {
  readonly clock = new FakeClock();
  readonly notifications: NotificationsService;
  readonly reminders: RemindersService;
  readonly gate: ReminderGate;

  private constructor(
    readonly db: TestDataSource,
    readonly link: Link,
  ) {
    const { database } = db;
    this.notifications = new NotificationsService(database, NOBODY_WAITS, new Cursors('x'.repeat(32)), this.clock);
    this.reminders = new RemindersService(this.notifications, this.clock);
    this.gate = new ReminderGate(this.notifications, database);
  }

  static async open(): Promise<RemindersBench> {
    const db = await openTestDatabase();
    const payment = aPayment()
      .in(await anOwnerIn(db.database))
      .build();
    const link = aLink(payment);
    await db.database.write({ insert: [payment, link] });
    return new RemindersBench(db, link);
  }

  planOf(reminders: readonly Reminder[], dueAt: Date | null = new Date('2026-11-30T00:00:00Z')): ReminderPlan {
    const facts = { dueAt, sentAt: this.link.createdAt, timeZone: 'Europe/London', window: HOURS };
    return { reminders, facts, recipient: 'payer@example.com', locale: 'en' };
  }

  async plan(reminders: readonly Reminder[], dueAt?: Date): Promise<Notification[]> {
    const rows = this.reminders.drafts(this.link, this.planOf(reminders, dueAt));
    await this.db.database.write({ insert: rows });
    return rows;
  }

  replace(reminders: readonly Reminder[]): Promise<void> {
    return this.db.transactor.run((tx) => this.reminders.replace(tx, this.link, this.planOf(reminders)));
  }

  /** A mail that carries the link. */
  async mailed(fields: Partial<Notification>): Promise<Notification> {
    const row = Object.assign(
      this.notifications.draft(this.link, { recipient: 'payer@example.com', locale: 'en' }),
      fields,
    );
    await this.db.database.write({ insert: [row] });
    return row;
  }

  async note(row: Notification, fields: Partial<Notification>): Promise<void> {
    Object.assign(row, fields);
    await this.db.database.write({ update: [{ row, set: Object.keys(fields) }] });
  }

  opensAt(row: Notification, dueAt: Date | null = new Date('2026-11-30T00:00:00Z')): Promise<Date | null> {
    return this.gate.opensAt(row, {
      dueAt,
      linkMadeAt: this.link.createdAt,
      timeZone: 'Europe/London',
      reminderWindow: HOURS,
      now: this.clock.now(),
    });
  }

  /** What is queued or was, by occasion, shortly. */
  async shown(): Promise<string[]> {
    const rows = await this.notifications.ofLink(this.link);
    return rows
      .filter(({ kind }) => kind === 'reminder')
      .map(({ occasion, status, dueAt }) => `${occasion} ${status} ${dueAt?.toISOString().slice(0, 16) ?? '-'}`)
      .toSorted();
  }
}
