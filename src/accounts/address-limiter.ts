import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Clock } from '../common/clock.js';
import { AppConfig } from '../config/app-config.js';

const BURST_SECONDS = 2;
const MOST_ADDRESSES = 20_000;

/**
 * Limits what addresses ask without a key. Kept by each process for itself: it is to keep one noisy neighbour from the
 * others, not to count exactly, and must not cost the database anything. Holds the addresses that came last, no more.
 */
@Injectable()
export class AddressLimiter {
  private readonly fullAtMs = new Map<string, number>();
  private readonly costMs: number;

  constructor(
    config: AppConfig,
    private readonly clock: Clock,
  ) {
    this.costMs = config.rateLimitAddress === 0 ? 0 : 1000 / config.rateLimitAddress;
  }

  /** Takes one request; false: the address has none left. */
  take(address: string): boolean {
    if (this.costMs === 0) return true;
    const network = networkOf(address);
    const nowMs = this.clock.now().getTime();
    const fullAtMs = Math.max(this.fullAtMs.get(network) ?? 0, nowMs) + this.costMs;
    if (fullAtMs - nowMs > BURST_SECONDS * 1000) return false;
    this.keep(network, fullAtMs);
    return true;
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
