const LONGEST_WAIT_SECONDS = 86_400;

/**
 * When to try the next time, or null when the schedule is used up. Waits are jittered by a fifth, and an endpoint that
 * asks for more time gets it, up to a day.
 */
export function nextAttemptAt(attempt: {
  scheduleSeconds: readonly number[];
  /** Including the one that just failed. */
  attempts: number;
  retryAfterSeconds: number | null;
  now: Date;
  /** 0 ≤ random < 1. */
  random: number;
}): Date | null {
  const waitSeconds = attempt.scheduleSeconds[attempt.attempts];
  if (waitSeconds === undefined) return null;
  const jittered = waitSeconds * (0.8 + 0.4 * attempt.random);
  const wished = Math.min(attempt.retryAfterSeconds ?? 0, LONGEST_WAIT_SECONDS);
  return new Date(attempt.now.getTime() + Math.max(jittered, wished) * 1000);
}
