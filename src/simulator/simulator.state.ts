import { type DojoState, emptyDojoState, restoredDojoState } from './dojo/dojo.state.js';
import type { PendingScenario } from './scenario.catalogue.js';

/** All that the simulator remembers, as it stands in the data file. One member per simulated provider. */
export interface SimulatorState {
  clockOffsetMs: number;
  scenarios: PendingScenario[];
  dojo: DojoState;
}

export function emptyState(): SimulatorState {
  return { clockOffsetMs: 0, scenarios: [], dojo: emptyDojoState() };
}

/** The state that a file's text describes. Throws a `SyntaxError` if it is not JSON. */
export function parseState(text: string): SimulatorState {
  const state = { ...emptyState(), ...(JSON.parse(text) as SimulatorState) };
  return { ...state, dojo: restoredDojoState(state.dojo) };
}
