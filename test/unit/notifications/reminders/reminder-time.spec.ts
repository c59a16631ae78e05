import { occasionOf, reminderOf, type Reminder } from '../../../../src/notifications/reminders/reminder.js';
import { inWindow, reminderDay, type ReminderFacts } from '../../../../src/notifications/reminders/reminder-time.js';

const LONDON: ReminderFacts = {
  dueAt: new Date('2027-03-30T10:00:00Z'),
  sentAt: new Date('2027-03-20T17:45:00Z'),
  timeZone: 'Europe/London',
  window: { fromHour: 9, toHour: 18 },
};
const KOLKATA: ReminderFacts = { ...LONDON, timeZone: 'Asia/Kolkata', window: { fromHour: 10, toHour: 12 } };

function timeOf(reminder: Reminder, facts: ReminderFacts, now: string): string {
  return inWindow(reminderDay(reminder, facts)!, new Date(now), facts).toISOString();
}

describe('the day of a reminder', () => {
  it.each<[Reminder, string]>([
    [{ days: -3, relativeTo: 'due' }, '2027-03-27'],
    [{ days: 0, relativeTo: 'due' }, '2027-03-30'],
    [{ days: 7, relativeTo: 'sent' }, '2027-03-27'],
  ])('%j', (reminder, day) => {
    expect(reminderDay(reminder, LONDON)).toBe(day);
  });

  it('is counted by the calendar of the account', () => {
    const late = { ...KOLKATA, sentAt: new Date('2027-03-20T20:00:00Z') };
    expect(reminderDay({ days: 1, relativeTo: 'sent' }, late)).toBe('2027-03-22');
  });

  it('is none where there is no due date to count from', () => {
    expect(reminderDay({ days: 1, relativeTo: 'due' }, { ...LONDON, dueAt: null })).toBeNull();
  });
});

describe('the time of a reminder', () => {
  const now = '2027-03-20T17:45:00Z';

  it('is the hour at which the window opens, before and after the clocks change', () => {
    expect(timeOf({ days: -3, relativeTo: 'due' }, LONDON, now)).toBe('2027-03-27T09:00:00.000Z');
    expect(timeOf({ days: -2, relativeTo: 'due' }, LONDON, now)).toBe('2027-03-28T08:00:00.000Z');
    expect(timeOf({ days: 0, relativeTo: 'due' }, LONDON, now)).toBe('2027-03-30T08:00:00.000Z');
    expect(timeOf({ days: 0, relativeTo: 'due' }, KOLKATA, now)).toBe('2027-03-30T04:30:00.000Z');
  });

  it('is now inside of the window, and when it opens again after it', () => {
    const today: Reminder = { days: 0, relativeTo: 'due' };
    expect(timeOf(today, LONDON, '2027-03-30T07:59:59Z')).toBe('2027-03-30T08:00:00.000Z');
    expect(timeOf(today, LONDON, '2027-03-30T16:59:59Z')).toBe('2027-03-30T16:59:59.000Z');
    expect(timeOf(today, LONDON, '2027-03-30T17:00:00Z')).toBe('2027-03-31T08:00:00.000Z');
  });

  it('is never before its day, nor in the night of a day that was missed', () => {
    expect(timeOf({ days: 1, relativeTo: 'due' }, LONDON, '2027-03-30T12:00:00Z')).toBe('2027-03-31T08:00:00.000Z');
    expect(timeOf({ days: -5, relativeTo: 'due' }, LONDON, '2027-03-30T22:00:00Z')).toBe('2027-03-31T08:00:00.000Z');
  });

  it('may be any hour where the window is the whole day', () => {
    const always = { ...LONDON, window: { fromHour: 0, toHour: 24 } };
    expect(timeOf({ days: 0, relativeTo: 'due' }, always, '2027-03-30T22:30:00Z')).toBe('2027-03-30T22:30:00.000Z');
  });
});

describe('the occasion of a reminder', () => {
  it.each<[Reminder, string]>([
    [{ days: -3, relativeTo: 'due' }, 'due-3'],
    [{ days: 0, relativeTo: 'due' }, 'due+0'],
    [{ days: 7, relativeTo: 'sent' }, 'sent+7'],
    [{ days: 60, relativeTo: 'sent' }, 'sent+60'],
  ])('%j is %s, there and back', (reminder, occasion) => {
    expect(occasionOf(reminder)).toBe(occasion);
    expect(reminderOf(occasion)).toEqual(reminder);
  });

  it.each(['receipt', 'undue-3', 'due-3 days', 'due', 'due3', ''])('is not %j', (occasion) => {
    expect(() => reminderOf(occasion)).toThrow(new RangeError('Not the occasion of a reminder'));
  });
});
