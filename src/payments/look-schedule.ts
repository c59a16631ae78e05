const DAY_SECONDS = 86_400;
const FIRST_RETRY_SECONDS = 5;
const LONGEST_RETRY_SECONDS = 3600;

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
 * When to try again after a look that failed: doubling from 5 s to an hour, jittered by a fifth so that a provider that
 * comes back is not met by everybody at once; never earlier than the provider asked for.
 */
export function retryLookAt(failure: {
  failedLooks: number;
  retryAfterSeconds?: number | undefined;
  now: Date;
  random: number;
}): Date {
  const doubled = Math.min(FIRST_RETRY_SECONDS * 2 ** (failure.failedLooks - 1), LONGEST_RETRY_SECONDS);
  const jittered = doubled * (0.8 + 0.4 * failure.random);
  return new Date(failure.now.getTime() + Math.max(jittered, failure.retryAfterSeconds ?? 0) * 1000);
}
