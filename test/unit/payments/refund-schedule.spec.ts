import { nextTryAt } from '../../../src/payments/refund-schedule.js';
import { CREATED_AT } from '../../support/builders.js';

const at = (seconds: number) => new Date(CREATED_AT.getTime() + seconds * 1000);

function pauseSeconds(tries: number, ageSeconds: number, retryAfterSeconds?: number): number {
  const now = at(ageSeconds);
  const error = { kind: 'unknown_outcome' as const, retryAfterSeconds };
  return (nextTryAt({ tries, createdAt: CREATED_AT, error, now, random: 0.5 }).getTime() - now.getTime()) / 1000;
}

describe('the next try of an unfinished refund', () => {
  it('comes within the minute for an hour, so that all is well soon after an outage', () => {
    expect(pauseSeconds(1, 0)).toBe(5);
    expect(pauseSeconds(30, 3599)).toBeLessThanOrEqual(60);
  });

  it('comes every quarter of an hour for a day, and then daily', () => {
    expect(pauseSeconds(50, 3600)).toBe(900);
    expect(pauseSeconds(500, 24 * 3600 - 1)).toBe(900);
    expect(pauseSeconds(500, 24 * 3600)).toBe(24 * 3600);
  });

  it('is never earlier than the provider asked for', () => {
    expect(pauseSeconds(1, 0, 120)).toBe(120);
    expect(pauseSeconds(1, 3600, 1000)).toBe(1000);
  });
});
