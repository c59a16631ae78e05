import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { DomainError } from '../common/domain-error.js';
import { AppConfig } from '../config/app-config.js';
import type { Mode } from '../gateways/payment-gateway.js';

/** A bucket of `burst` requests into which `perSecond` flow back. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** What one request left of it. */
export interface Budget {
  /** Whose it is: an account's in one mode, or an address'. */
  readonly policy: Mode | 'address';
  readonly limit: RateLimit;
  readonly isGranted: boolean;
  readonly remaining: number;
  readonly fullInSeconds: number;
}

export const BURST_SECONDS = 2;

@Injectable()
export class RateLimits {
  private readonly byMode: Readonly<Record<Mode, number>>;

  constructor(config: AppConfig) {
    this.byMode = { live: config.rateLimitLive, sandbox: config.rateLimitSandbox };
  }

  /** null: not limited. */
  of(mode: Mode): RateLimit | null {
    const perSecond = this.byMode[mode];
    return perSecond === 0 ? null : { perSecond, burst: perSecond * BURST_SECONDS };
  }
}

/** @param fullInSeconds until the bucket is full again with this request taken; null: it had nothing left. */
export function budgetOf(policy: Budget['policy'], limit: RateLimit, fullInSeconds: number | null): Budget {
  const emptySeconds = limit.burst / limit.perSecond;
  const seconds = Math.max(0, fullInSeconds ?? emptySeconds);
  // A microsecond of rounding must not cost a request.
  const remaining = Math.floor((emptySeconds - seconds) * limit.perSecond + 0.001);
  return {
    policy,
    limit,
    isGranted: fullInSeconds !== null,
    remaining: Math.max(0, remaining),
    fullInSeconds: seconds,
  };
}

/**
 * Writes `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers: quota and window, remaining and time
 * to full. What was written for another budget goes: null means that this caller is not limited.
 */
export function tellBudget(response: Response, budget: Budget | null): void {
  if (budget) {
    const { policy, limit, remaining, fullInSeconds } = budget;
    response.setHeader('RateLimit-Policy', `"${policy}";q=${limit.burst};w=${BURST_SECONDS}`);
    response.setHeader('RateLimit', `"${policy}";r=${remaining};t=${Math.ceil(fullInSeconds)}`);
    return;
  }
  response.removeHeader('RateLimit-Policy');
  response.removeHeader('RateLimit');
}

/** Tells the budget, and throws `rate_limited` with the refusal's text if it did not grant the request. */
export function spendBudget(response: Response, budget: Budget | null, refusal: (budget: Budget) => string): void {
  tellBudget(response, budget);
  // At one a second or more, a second always brings the next.
  if (budget && !budget.isGranted) throw new DomainError('rate_limited', refusal(budget), { retryAfterSeconds: 1 });
}
