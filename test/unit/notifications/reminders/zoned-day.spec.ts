import fc from 'fast-check';
import { addDays, dayAt, instantOf } from '../../../../src/notifications/reminders/zoned-day.js';

const iso = (day: string, hour: number, timeZone: string) => instantOf({ day, hour }, timeZone).toISOString();

describe('an hour of a day somewhere', () => {
  it.each([
    ['Europe/London', '2027-03-27', 9, '2027-03-27T09:00:00.000Z'],
    ['Europe/London', '2027-03-28', 9, '2027-03-28T08:00:00.000Z'],
    ['Europe/London', '2027-10-30', 9, '2027-10-30T08:00:00.000Z'],
    ['Europe/London', '2027-10-31', 9, '2027-10-31T09:00:00.000Z'],
    ['Asia/Kolkata', '2027-03-28', 9, '2027-03-28T03:30:00.000Z'],
    ['Asia/Kolkata', '2027-10-31', 0, '2027-10-30T18:30:00.000Z'],
    ['America/New_York', '2027-03-14', 9, '2027-03-14T13:00:00.000Z'],
    ['Pacific/Kiritimati', '2027-01-01', 9, '2026-12-31T19:00:00.000Z'],
    ['Pacific/Pago_Pago', '2027-01-01', 9, '2027-01-01T20:00:00.000Z'],
  ])('in %s on %s at %d is %s', (timeZone, day, hour, expected) => {
    expect(iso(day, hour, timeZone)).toBe(expected);
  });

  it('that clocks jump over is the first instant after the jump', () => {
    expect(iso('2027-03-28', 1, 'Europe/London')).toBe('2027-03-28T01:00:00.000Z');
    expect(iso('2027-04-04', 2, 'Australia/Lord_Howe')).toBe('2027-04-03T15:30:00.000Z');
  });

  it('that occurs twice is its first time', () => {
    expect(iso('2027-10-31', 1, 'Europe/London')).toBe('2027-10-31T00:00:00.000Z');
  });

  it('24 is the end of the day, on the days of 23 and 25 hours too', () => {
    expect(iso('2027-03-28', 24, 'Europe/London')).toBe('2027-03-28T23:00:00.000Z');
    expect(iso('2027-10-31', 24, 'Europe/London')).toBe('2027-11-01T00:00:00.000Z');
  });

  it('falls on that very day, in every zone and at every hour', () => {
    const zones = fc.constantFrom(
      'Europe/London',
      'Asia/Kolkata',
      'America/St_Johns',
      'Pacific/Apia',
      'Asia/Kathmandu',
    );
    const days = fc.date({ min: new Date('2024-01-01'), max: new Date('2035-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, days, fc.integer({ min: 0, max: 23 }), (timeZone, date, hour) => {
        const day = date.toISOString().slice(0, 10);
        expect(dayAt(instantOf({ day, hour }, timeZone), timeZone)).toBe(day);
      }),
    );
  });
});

describe('the day at an instant', () => {
  it('is the one on the calendar there', () => {
    const at = new Date('2026-11-20T20:00:00Z');
    expect(dayAt(at, 'Europe/London')).toBe('2026-11-20');
    expect(dayAt(at, 'Asia/Kolkata')).toBe('2026-11-21');
  });

  it('has a year of four digits', () => {
    expect(dayAt(new Date('0999-06-01T12:00:00Z'), 'UTC')).toBe('0999-06-01');
  });

  it('counts over months and leap years', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
  });
});
