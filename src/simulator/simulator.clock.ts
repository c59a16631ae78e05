import { Clock } from '../common/clock.js';
import type { StateStore } from './state.store.js';

/** Real time plus an offset that a test may push forward; the offset survives a restart with the rest of the state. */
export class SimulatorClock extends Clock {
  constructor(private readonly store: StateStore) {
    super();
  }

  override now(): Date {
    return new Date(Date.now() + this.store.state.clockOffsetMs);
  }

  advance(seconds: number): void {
    this.store.state.clockOffsetMs += seconds * 1000;
    this.store.touch();
  }
}
