/** `{ days: -3, relativeTo: 'due' }` is three days before the payment's due date. */
export interface Reminder {
  readonly days: number;
  readonly relativeTo: 'due' | 'sent';
}

export const MOST_REMINDERS = 5;

/** What a reminder is sent for, once and never again: `due-3`, `due+0`, `sent+7`. */
export function occasionOf({ days, relativeTo }: Reminder): string {
  return `${relativeTo}${days < 0 ? '' : '+'}${days}`;
}

/** The reverse of `occasionOf`. */
export function reminderOf(occasion: string): Reminder {
  const [, relativeTo, days] = /^(due|sent)([+-]\d+)$/.exec(occasion) ?? [];
  if (relativeTo !== 'due' && relativeTo !== 'sent') throw new RangeError('Not the occasion of a reminder');
  return { days: Number(days), relativeTo };
}
