import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { Mode } from '../gateways/payment-gateway.js';

/** A bucket of `burst` requests into which `perSecond` flow back. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** What one request left of it. */
export interface Budget {
  readonly mode: Mode;
  readonly limit: RateLimit;
  readonly isGranted: boolean;
  readonly remaining: number;
  readonly fullInSeconds: number;
}

const BURST_SECONDS = 2;

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

/** @param fullInSeconds until the bucket is full again, as the database answers; null: it had nothing left. */
export function budgetOf(mode: Mode, limit: RateLimit, fullInSeconds: number | null): Budget {
  const emptySeconds = limit.burst / limit.perSecond;
  const seconds = Math.max(0, fullInSeconds ?? emptySeconds);
  // A microsecond of rounding must not cost a request.
  const remaining = Math.floor((emptySeconds - seconds) * limit.perSecond + 0.001);
  return { mode, limit, isGranted: fullInSeconds !== null, remaining: Math.max(0, remaining), fullInSeconds: seconds };
}

/** `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers: quota and window, remaining and time to full. */
export function rateLimitHeaders({ mode, limit, remaining, fullInSeconds }: Budget): Record<string, string> {
  return {
    'RateLimit-Policy': `"${mode}";q=${limit.burst};w=${BURST_SECONDS}`,
    RateLimit: `"${mode}";r=${remaining};t=${Math.ceil(fullInSeconds)}`,
  };
}
