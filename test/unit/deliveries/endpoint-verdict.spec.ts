import { verdictOn, type EndpointSigns } from '../../../src/webhooks/outgoing/endpoint-verdict.js';

const DAY_SECONDS = 24 * 3600;
const PATIENCE = { endpointWarnSeconds: DAY_SECONDS, endpointPauseSeconds: 5 * DAY_SECONDS };
const START = new Date('2026-11-20T10:00:00.000Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);

const working = { status: 'active', failingSince: null, warnedAt: null } as const;
const failing = { ...working, failingSince: START };
const accepted: EndpointSigns = { isAccepting: true, isGone: false, failedAt: null };
const failedAt = (at: Date): EndpointSigns => ({ isAccepting: false, isGone: false, failedAt: at });

describe('what an attempt says about its endpoint', () => {
  it.each([
    ['one that works is left as it is', working, accepted, null],
    ['the first failure begins its failing', working, failedAt(START), 'failing'],
    ['one success ends it', failing, accepted, 'recovered'],
    [
      'one success among failures of the same moment ends it too',
      failing,
      { ...failedAt(START), isAccepting: true },
      'recovered',
    ],
    ['a day less a second of failures is waited out', failing, failedAt(after(DAY_SECONDS - 1)), null],
    ['after a day the ERP is warned', failing, failedAt(after(DAY_SECONDS)), 'warned'],
    ['once', { ...failing, warnedAt: START }, failedAt(after(2 * DAY_SECONDS)), null],
    [
      'after five days it is paused',
      { ...failing, warnedAt: START },
      failedAt(after(5 * DAY_SECONDS)),
      'paused_failing',
    ],
    ['410 pauses at once, whatever else it answered', working, { ...accepted, isGone: true }, 'paused_gone'],
    [
      'silence alone, however long, pauses nothing',
      failing,
      { isAccepting: false, isGone: false, failedAt: null },
      null,
    ],
    [
      'what is paused already is left alone',
      { ...failing, status: 'paused' as const },
      failedAt(after(9 * DAY_SECONDS)),
      null,
    ],
    ['and what was removed', { ...working, status: 'deleted' as const }, { ...accepted, isGone: true }, null],
  ])('%s', (_title, endpoint, signs, verdict) => {
    expect(verdictOn(endpoint, signs, PATIENCE)).toBe(verdict);
  });
});
