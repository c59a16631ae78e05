/** The longest pause taken on a provider's word: one day, in seconds. */
const MAX_PAUSE_SECONDS = 86_400;

/**
 * `Retry-After` in seconds (RFC 9110 §10.2.3). A date is measured against the answer's own `Date` header, so that no
 * clock of ours is needed; without one, or with nonsense, the answer is undefined and the caller backs off by itself.
 */
export function retryAfterSeconds(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after']?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}$/.test(value)) return Math.min(Number(value), MAX_PAUSE_SECONDS);
  const pauseMs = Date.parse(value) - Date.parse(headers['date'] ?? '');
  if (Number.isNaN(pauseMs)) return undefined;
  return Math.min(Math.max(Math.ceil(pauseMs / 1000), 0), MAX_PAUSE_SECONDS);
}
