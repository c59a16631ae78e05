import { contradiction, refuseEarly } from '../../../src/payments/unknown-outcome.js';

const SINCE = new Date('2026-11-20T10:00:00.000Z');

function refusalAfter(ms: number): unknown {
  try {
    refuseEarly({ since: SINCE, waitMs: 60_000, now: new Date(SINCE.getTime() + ms) });
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('what a person says of an outcome that nobody knows', () => {
  it.each([60_000, 3600_000])('is taken %i ms after, when it should have become known by itself', (ms) => {
    expect(refusalAfter(ms)).toBeUndefined();
  });

  it.each([
    [0, 60],
    [58_001, 2],
    [59_999, 1],
  ])('is refused %i ms after, for %i s more', (ms, retryAfterSeconds) => {
    expect(refusalAfter(ms)).toMatchObject({ code: 'state_conflict', retryAfterSeconds });
    expect(String(refusalAfter(ms))).toContain('from 2026-11-20T10:01:00.000Z on');
  });

  it('is refused where the provider says otherwise', () => {
    expect(contradiction('the money is held')).toMatchObject({
      code: 'state_conflict',
      message: 'The provider contradicts: the money is held',
    });
  });
});
