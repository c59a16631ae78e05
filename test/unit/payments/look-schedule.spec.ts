import fc from 'fast-check';
import { loadConfig } from '../../../src/config/app-config.js';
import type { GatewayErrorKind } from '../../../src/gateways/gateway-error.js';
import { nextLookAt, retryLookAt } from '../../../src/payments/look-schedule.js';

const sentAt = new Date('2026-11-20T10:00:00.000Z');
const { lookScheduleSeconds: scheduleSeconds } = loadConfig({}, false);
const DAY = 86_400;

/** Seconds after the payer was sent, for a payment looked at that many seconds after it. */
function nextOffset(elapsedSeconds: number): number {
  const now = new Date(sentAt.getTime() + elapsedSeconds * 1000);
  return (nextLookAt({ scheduleSeconds, sentAt, now }).getTime() - sentAt.getTime()) / 1000;
}

describe('the next look at the provider', () => {
  it.each([
    ['at once', 0, 30],
    ['before the first look', 29.9, 30],
    ['at the first look', 30, 120],
    ['after a pause that skipped two looks', 400, 900],
    ['after a quarter of an hour', 900, 3600],
    ['after five and a half hours', 5.5 * 3600, 6 * 3600],
    ['after a day', DAY, 2 * DAY],
    ['within the third day', 2.5 * DAY, 3 * DAY],
    ['after a year', 365 * DAY, 366 * DAY],
    ['by a clock that runs behind', -10, 30],
  ])('%s comes in its time', (_, elapsed, next) => {
    expect(nextOffset(elapsed)).toBe(next);
  });

  it('comes daily from the last one of the schedule on, and from the beginning where there is none', () => {
    const now = new Date(sentAt.getTime() + 3600_000);
    const secondsTo = (seconds: readonly number[]) =>
      (nextLookAt({ scheduleSeconds: seconds, sentAt, now }).getTime() - sentAt.getTime()) / 1000;

    expect(secondsTo([5, 30])).toBe(30 + DAY);
    expect(secondsTo([])).toBe(DAY);
  });

  it('always lies ahead, by a day at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * DAY * 1000 }), (elapsedMs) => {
        const wait = nextOffset(elapsedMs / 1000) - elapsedMs / 1000;
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(DAY);
      }),
    );
  });
});

describe('a look that failed', () => {
  interface Failure {
    readonly failedLooks: number;
    readonly kind?: GatewayErrorKind;
    readonly retryAfterSeconds?: number;
    readonly random?: number;
  }

  function retryWait({ failedLooks, kind = 'not_sent', retryAfterSeconds, random = 0.5 }: Failure): number {
    const at = retryLookAt({ failedLooks, error: { kind, retryAfterSeconds }, now: sentAt, random });
    return (at.getTime() - sentAt.getTime()) / 1000;
  }

  it('is tried again after twice the time each time, up to the longest wait and no further', () => {
    const waits = [1, 2, 3, 4, 20, 2000].map((failedLooks) => retryWait({ failedLooks }));
    expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40]);
    expect(waits[4]).toBe(waits[5]);
  });

  it('is tried again after 45 s at the latest, and after a quarter of an hour where there are too many calls', () => {
    expect(retryWait({ failedLooks: 2000 })).toBe(45);
    expect(retryWait({ failedLooks: 2000, kind: 'rate_limited' })).toBe(900);
  });

  it('is tried again just as soon where nobody counted it', () => {
    expect(retryWait({ failedLooks: 0 })).toBe(5);
  });

  it('is tried again up to a fifth earlier or later', () => {
    expect(retryWait({ failedLooks: 1, random: 0 })).toBe(4);
    expect(retryWait({ failedLooks: 1, random: 0.999 })).toBeCloseTo(5.998);
  });

  it('is not tried again before the provider wants it, within a day', () => {
    expect(retryWait({ failedLooks: 1, retryAfterSeconds: 90 })).toBe(90);
    expect(retryWait({ failedLooks: 4, retryAfterSeconds: 1 })).toBe(40);
    expect(retryWait({ failedLooks: 1, retryAfterSeconds: 10_000_000 })).toBe(DAY);
  });

  it('is tried again within a minute however long an outage lasted', () => {
    expect(retryWait({ failedLooks: 2000, random: 0.999 })).toBeLessThan(60);
  });

  it('is tried again later when the provider said that there are too many calls', () => {
    const kind = 'rate_limited';
    expect(retryWait({ failedLooks: 2000, kind })).toBeGreaterThan(retryWait({ failedLooks: 2000 }));
  });
});
