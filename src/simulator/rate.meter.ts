import type { PendingScenario } from './scenario.catalogue.js';
import type { Scenarios, ScenarioTarget } from './scenarios.js';

/** Measures how fast an account calls while a `rate_limit` scenario is on: `value` calls (1) per `intervalMs` (1 000). */
export class RateMeter {
  private readonly recent = new Map<string, number[]>();

  constructor(private readonly scenarios: Scenarios) {}

  /** The scenario that refuses this call, if it comes too early. Refused calls do not count, as in a leaky bucket. */
  exceeded(accountId: string, target: ScenarioTarget): PendingScenario | undefined {
    const limit = this.scenarios.peek('rate', target);
    if (!limit) return undefined;
    const nowMs = Date.now();
    const { value = 1, intervalMs = 1000 } = limit.options;
    const recent = (this.recent.get(accountId) ?? []).filter((atMs) => atMs > nowMs - intervalMs);
    this.recent.set(accountId, recent);
    if (recent.length >= value) return this.scenarios.take('rate', target);
    recent.push(nowMs);
    return undefined;
  }
}
