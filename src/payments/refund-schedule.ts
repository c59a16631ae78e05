import type { GatewayError } from '../gateways/gateway-error.js';
import { retryLookAt } from './look-schedule.js';

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;
const QUARTER_MS = HOUR_MS / 4;

/** For how long an idempotency key of ours is counted on: no provider tells for how long it keeps one. */
export const REPEATABLE_FOR_MS = DAY_MS;

/**
 * When to be at an unfinished refund again: like a look that failed for an hour, so that all is well soon after an outage;
 * then every quarter of an hour, and after a day, when it waits for a person, daily.
 */
export function nextTryAt(refund: {
  tries: number;
  createdAt: Date;
  error: Pick<GatewayError, 'kind' | 'retryAfterSeconds'>;
  now: Date;
  /** 0 ≤ random < 1. */
  random: number;
}): Date {
  const { tries, createdAt, error, now, random } = refund;
  const ageMs = now.getTime() - createdAt.getTime();
  const soonest = retryLookAt({ failedLooks: tries, error, now, random });
  if (ageMs < HOUR_MS) return soonest;
  const pauseMs = ageMs < DAY_MS ? QUARTER_MS : DAY_MS;
  return new Date(Math.max(soonest.getTime(), now.getTime() + pauseMs));
}
