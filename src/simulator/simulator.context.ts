import type { CallCounts } from './call.counts.js';
import type { Scenarios } from './scenarios.js';
import type { SimulatorClock } from './simulator.clock.js';
import type { StateStore } from './state.store.js';
import type { TaskTimers } from './task.timers.js';

/** What the simulated providers share; scenarios and retries are those of the provider that it is given to. */
export interface SimulatorContext {
  readonly store: StateStore;
  readonly clock: SimulatorClock;
  readonly scenarios: Scenarios;
  readonly timers: TaskTimers;
  readonly counts: CallCounts;
  /** Where payers reach the simulator, without a final slash. */
  readonly baseUrl: string;
  /** Waiting times between webhook tries; one try more than entries. */
  readonly retryScheduleMs: readonly number[];
  /** What Dojo takes. */
  readonly currencies: readonly string[];
  /** How long a slow bank takes unless a `slow_bank` scenario says otherwise. */
  readonly slowBankMs: number;
}
