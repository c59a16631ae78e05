import fc from 'fast-check';
import { loadConfig } from '../../../src/config/app-config.js';
import { nextAttemptAt } from '../../../src/webhooks/outgoing/delivery-schedule.js';

const now = new Date('2026-11-20T10:00:00.000Z');
const scheduleSeconds = [0, 5, 60];

function waitSeconds(failed: { attempts: number; retryAfterSeconds?: number; random?: number }): number | null {
  const at = nextAttemptAt({ retryAfterSeconds: null, random: 0.5, ...failed, scheduleSeconds, now });
  return at && (at.getTime() - now.getTime()) / 1000;
}

describe('the next attempt of a delivery', () => {
  it('comes after the wait that belongs to its number', () => {
    expect([waitSeconds({ attempts: 1 }), waitSeconds({ attempts: 2 })]).toEqual([5, 60]);
  });

  it('never comes once the schedule is used up', () => {
    expect(waitSeconds({ attempts: 3, retryAfterSeconds: 10 })).toBeNull();
  });

  it('comes up to a fifth earlier or later than planned', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        const wait = waitSeconds({ attempts: 2, random })!;
        expect(wait).toBeGreaterThanOrEqual(48);
        expect(wait).toBeLessThanOrEqual(72);
      }),
    );
  });

  it('comes a fifth earlier than planned at the earliest', () => {
    expect(waitSeconds({ attempts: 2, random: 0 })).toBe(48);
    expect(waitSeconds({ attempts: 2, random: 0.75 })).toBe(66);
  });

  it('waits as long as the endpoint asks', () => {
    expect(waitSeconds({ attempts: 1, retryAfterSeconds: 120 })).toBe(120);
  });

  it('does not come sooner because the endpoint asks for less', () => {
    expect(waitSeconds({ attempts: 2, retryAfterSeconds: 1 })).toBe(60);
  });

  it('waits a day at most, whatever the endpoint asks', () => {
    expect(waitSeconds({ attempts: 1, retryAfterSeconds: 10_000_000 })).toBe(86_400);
  });
});

describe('the schedule an installation begins with', () => {
  const { deliveryScheduleSeconds } = loadConfig({}, false);

  it('begins at once and goes on for about 76 hours', () => {
    const hours = deliveryScheduleSeconds.reduce((sum, seconds) => sum + seconds, 0) / 3600;
    expect(deliveryScheduleSeconds.slice(0, 5)).toEqual([0, 5, 60, 300, 1800]);
    expect(hours).toBeGreaterThan(75);
    expect(hours).toBeLessThan(77);
  });
});
