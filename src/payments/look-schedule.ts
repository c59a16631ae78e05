import type { GatewayError } from '../gateways/gateway-error.js';

const DAY_SECONDS = 86_400;
const FIRST_RETRY_SECONDS = 5;
const LONGEST_RETRY_SECONDS = 45;
const LONGEST_PAUSE_SECONDS = 900;

/**
 * When to look at the provider next: at the given seconds after the payer was sent there, then daily. Times that have
 * passed meanwhile are skipped, not made up for.
 */
export function nextLookAt(times: { scheduleSeconds: readonly number[]; sentAt: Date; now: Date }): Date {
  const elapsedSeconds = (times.now.getTime() - times.sentAt.getTime()) / 1000;
  const last = times.scheduleSeconds.at(-1) ?? 0;
  const days = Math.max(1, Math.floor((elapsedSeconds - last) / DAY_SECONDS) + 1);
  const offset = times.scheduleSeconds.find((seconds) => seconds > elapsedSeconds) ?? last + days * DAY_SECONDS;
  return new Date(times.sentAt.getTime() + offset * 1000);
}

/**
 * When to try again after a look that failed: doubling from 5 s, jittered by a fifth so that a provider that comes back is
 * not met by everybody at once; never earlier than the provider asked for. The pace of the connection protects the provider,
 * so the wait stays short enough that all is well again a minute after an outage; only a provider that says "too many calls"
 * is left alone for longer.
 */
export function retryLookAt(failure: {
  failedLooks: number;
  error: Pick<GatewayError, 'kind' | 'retryAfterSeconds'>;
  now: Date;
  /** 0 ≤ random < 1. */
  random: number;
}): Date {
  const longest = failure.error.kind === 'rate_limited' ? LONGEST_PAUSE_SECONDS : LONGEST_RETRY_SECONDS;
  const doubled = Math.min(FIRST_RETRY_SECONDS * 2 ** Math.max(0, failure.failedLooks - 1), longest);
  const jittered = doubled * (0.8 + 0.4 * failure.random);
  const wished = Math.min(failure.error.retryAfterSeconds ?? 0, DAY_SECONDS);
  return new Date(failure.now.getTime() + Math.max(jittered, wished) * 1000);
}
