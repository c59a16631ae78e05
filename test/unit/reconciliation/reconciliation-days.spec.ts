import fc from 'fast-check';
import { newId } from '../../../src/common/ids.js';
import { utcDaysOf } from '../../../src/reconciliation/account-day.js';
import { firstDay, isDay, nextSlot, nextTry } from '../../../src/reconciliation/reconciliation-days.js';

const NOW = new Date('2026-11-20T09:00:00.000Z');
const DAY = 86_400;

describe('the moment of a connection in each interval', () => {
  it('is in the interval to come, an interval after the one before, and the same for everybody who asks', () => {
    const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.uuid(), instants, fc.integer({ min: 1, max: 7 * DAY }), (connectionId, after, seconds) => {
        const slot = nextSlot({ connectionId, after, seconds });
        const waitMs = slot.getTime() - after.getTime();
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(seconds * 1000);
        expect(nextSlot({ connectionId, after: slot, seconds }).getTime() - slot.getTime()).toBe(seconds * 1000);
      }),
    );
  });

  it('spreads connections over the day', () => {
    const hours = Array.from({ length: 2000 }, () =>
      nextSlot({ connectionId: newId(), after: NOW, seconds: DAY }).getUTCHours(),
    );
    const counts = Array.from({ length: 24 }, (_, hour) => hours.filter((other) => other === hour).length);
    expect(Math.min(...counts)).toBeGreaterThan(2000 / 24 / 2);
    expect(Math.max(...counts)).toBeLessThan((2000 / 24) * 2);
  });
});

describe('the window of a run', () => {
  it.each([
    ['overlaps with the last one', '2026-11-19T09:00:00Z', '2026-11-17'],
    ['goes on where runs stopped for a week', '2026-11-13T09:00:00Z', '2026-11-11'],
    ['goes back a month at most', '2026-01-01T00:00:00Z', '2026-10-20'],
  ])('%s', (_, reconciledTo, day) => {
    expect(firstDay({ reconciledTo: new Date(reconciledTo), connectedAt: NOW, through: NOW })).toBe(day);
  });

  it('begins with the connection, the first time', () => {
    expect(firstDay({ reconciledTo: null, connectedAt: NOW, through: NOW })).toBe('2026-11-18');
  });
});

describe('the next try after a failure', () => {
  const after = (failedTries: number, retryAfterSeconds?: number, seconds = DAY) =>
    (nextTry({ now: NOW, failedTries, retryAfterSeconds, seconds }).getTime() - NOW.getTime()) / 1000;

  it('doubles from a minute to an hour, and heeds what the provider asks for', () => {
    expect([after(1), after(2), after(5), after(50)]).toEqual([60, 120, 960, 3600]);
    expect(after(1, 900)).toBe(900);
  });

  it('comes sooner where runs are closer together, and never at once', () => {
    expect(after(50, undefined, DAY / 60)).toBe(60);
    expect(after(1, undefined, 1)).toBe(1);
  });
});

describe('a day', () => {
  it.each([
    ['2026-11-20', true],
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['20261120', false],
  ])('%s is one: %s', (text, is) => {
    expect(isDay(text)).toBe(is);
  });

  it.each([
    ['UTC', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z', ['2026-11-20']],
    ['Kolkata', '2026-11-19T18:30:00Z', '2026-11-20T18:30:00Z', ['2026-11-19', '2026-11-20']],
    ['Honolulu', '2026-11-20T10:00:00Z', '2026-11-21T10:00:00Z', ['2026-11-20', '2026-11-21']],
  ])('in %s touches these UTC days', (_, from, to, days) => {
    expect(utcDaysOf({ from: new Date(from), to: new Date(to) })).toEqual(days);
  });
});
