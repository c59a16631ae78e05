import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Clock } from '../common/clock.js';
import { AppConfig } from '../config/app-config.js';
import { BURST_SECONDS, budgetOf, type Budget, type RateLimit } from './rate-limits.js';

const MOST_ADDRESSES = 20_000;

/**
 * Limits what addresses ask without a key. Kept by each process for itself: it is to keep one noisy neighbour from the
 * others, not to count exactly, and must not cost the database anything. Holds the addresses that came last, no more.
 */
@Injectable()
export class AddressLimiter {
  private readonly fullAtMs = new Map<string, number>();
  /** null: addresses are not limited. */
  private readonly limit: RateLimit | null;

  constructor(
    config: AppConfig,
    private readonly clock: Clock,
  ) {
    const perSecond = config.rateLimitAddress;
    this.limit = perSecond === 0 ? null : { perSecond, burst: perSecond * BURST_SECONDS };
  }

  /** Takes one request, if the address has one left. */
  take(address: string): Budget | null {
    if (!this.limit) return null;
    const network = networkOf(address);
    const nowMs = this.clock.now().getTime();
    const fullAtMs = Math.max(this.fullAtMs.get(network) ?? 0, nowMs) + 1000 / this.limit.perSecond;
    if (fullAtMs - nowMs > BURST_SECONDS * 1000) return budgetOf('address', this.limit, null);
    this.keep(network, fullAtMs);
    return budgetOf('address', this.limit, (fullAtMs - nowMs) / 1000);
  }

  /** What the address has left, without taking anything. */
  look(address: string): Budget | null {
    const fullInMs = (this.fullAtMs.get(networkOf(address)) ?? 0) - this.clock.now().getTime();
    return this.limit && budgetOf('address', this.limit, fullInMs / 1000);
  }

  private keep(network: string, fullAtMs: number): void {
    // Set anew, so that the map's order is that of the last requests.
    this.fullAtMs.delete(network);
    this.fullAtMs.set(network, fullAtMs);
    if (this.fullAtMs.size <= MOST_ADDRESSES) return;
    const [longestSilent] = this.fullAtMs.keys();
    if (longestSilent !== undefined) this.fullAtMs.delete(longestSilent);
  }
}

/** One host may have a whole /64 of IPv6, and use a new address for each request. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, 8).join('.');
}
