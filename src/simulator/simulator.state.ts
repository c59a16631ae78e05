import { withoutPrototype } from './call.counts.js';
import { type DojoState, emptyDojoState } from './dojo/dojo.state.js';
import { emptyJodoState, type JodoState } from './jodo/jodo.state.js';
import type { PendingScenario } from './scenario.catalogue.js';

/** All that the simulator remembers, as it stands in the data file. One member per simulated provider. */
export interface SimulatorState {
  clockOffsetMs: number;
  scenarios: PendingScenario[];
  calls: Record<string, number>;
  callsByReference: Record<string, Record<string, number>>;
  dojo: DojoState;
  jodo: JodoState;
}

export function emptyState(): SimulatorState {
  return {
    clockOffsetMs: 0,
    scenarios: [],
    calls: {},
    callsByReference: withoutPrototype({}),
    dojo: emptyDojoState(),
    jodo: emptyJodoState(),
  };
}

/** The state that a file's text describes. Throws a `SyntaxError` if it is not JSON. */
export function parseState(text: string): SimulatorState {
  const state = { ...emptyState(), ...(JSON.parse(text) as SimulatorState) };
  return { ...state, callsByReference: withoutPrototype(state.callsByReference) };
}
