import { wrongField } from '../common/domain-error.js';
import { occasionOf, type Reminder } from '../notifications/reminders/reminder.js';

/** What fields alone cannot say. Throws `validation_failed`. */
export function refuseWrongReminders(reminders: readonly Reminder[], dueAt: Date | null): void {
  for (const [index, { days, relativeTo }] of reminders.entries()) {
    const path = `reminders.${index}`;
    if (relativeTo === 'sent' && days < 1) throw wrongField(`${path}.days`, 'min', 'days after sending are 1 to 60');
    if (relativeTo === 'due' && dueAt === null)
      throw wrongField(`${path}.relativeTo`, 'no_due_date', 'the payment has no dueAt to count from');
  }
  if (new Set(reminders.map(occasionOf)).size < reminders.length)
    throw wrongField('reminders', 'unique', 'reminders must differ from each other');
}
