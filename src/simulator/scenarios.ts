import { type PendingScenario, type ScenarioMoment, scenarioEntry } from './scenario.catalogue.js';
import type { StateStore } from './state.store.js';

/** What is happening now, for a scenario to recognise itself in. */
export interface ScenarioTarget {
  readonly intentId?: string;
  readonly reference?: string;
  readonly operation?: string;
  readonly event?: string;
}

/** The misfortunes still to come, first come first served. */
export class Scenarios {
  constructor(private readonly store: StateStore) {}

  list(): readonly PendingScenario[] {
    return this.store.state.scenarios;
  }

  add(scenario: PendingScenario): void {
    this.store.state.scenarios.push(scenario);
    this.store.touch();
  }

  /** Drops what matches the name and every target that is given; all, if nothing is. */
  clear(which: Pick<PendingScenario, 'intentId' | 'reference' | 'operation'> & { name?: string } = {}): void {
    const concerned = (scenario: PendingScenario) =>
      (['name', 'intentId', 'reference', 'operation'] as const).every(
        (member) => which[member] === undefined || which[member] === scenario[member],
      );
    this.store.state.scenarios = this.list().filter((scenario) => !concerned(scenario));
    this.store.touch();
  }

  peek(moment: ScenarioMoment, target: ScenarioTarget): PendingScenario | undefined {
    return this.list().find((scenario) => scenarioEntry(scenario.name).moment === moment && matches(scenario, target));
  }

  /** The scenario that strikes now, used up by one. */
  take(moment: ScenarioMoment, target: ScenarioTarget): PendingScenario | undefined {
    const scenario = this.peek(moment, target);
    if (!scenario) return undefined;
    scenario.remaining -= 1;
    if (scenario.remaining === 0) {
      this.store.state.scenarios = this.list().filter((pending) => pending !== scenario);
    }
    this.store.touch();
    return scenario;
  }
}

function matches(scenario: PendingScenario, target: ScenarioTarget): boolean {
  const entry = scenarioEntry(scenario.name);
  const wanted = {
    intentId: scenario.intentId,
    reference: scenario.reference,
    operation: scenario.operation ?? entry.operation,
    event: scenario.options.event ?? entry.event,
  };
  return (['intentId', 'reference', 'operation', 'event'] as const).every(
    (member) => wanted[member] === undefined || wanted[member] === target[member],
  );
}
