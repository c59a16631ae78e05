import { DomainError } from '../common/domain-error.js';

export const OUTCOMES = ['succeeded', 'failed'] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** What a person says became of something whose outcome no provider told. */
export interface Finding {
  readonly outcome: Outcome;
  readonly note: string;
}

/** Throws `state_conflict` while it may still become known by itself, which a person must not be faster than. */
export function refuseEarly({ since, waitMs, now }: { since: Date; waitMs: number; now: Date }): void {
  const from = new Date(since.getTime() + waitMs);
  if (now >= from) return;
  throw new DomainError(
    'state_conflict',
    `It may still become known by itself: a person can say what became of it from ${from.toISOString()} on.`,
    { retryAfterSeconds: Math.ceil((from.getTime() - now.getTime()) / 1000) },
  );
}

export function contradiction(what: string): DomainError {
  return new DomainError('state_conflict', `The provider contradicts: ${what}`);
}
