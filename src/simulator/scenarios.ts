import { type PendingScenario, type ScenarioMoment, scenarioEntry } from './scenario.catalogue.js';
import type { ProviderName } from './simulated.provider.js';
import type { StateStore } from './state.store.js';

/** What is happening now, for a scenario to recognise itself in. */
export interface ScenarioTarget {
  readonly intentId?: string;
  /** Several, if the provider lets a payment carry more than one text of ours. */
  readonly reference?: string | readonly string[];
  readonly operation?: string;
  readonly event?: string;
}

type Selection = Partial<Pick<PendingScenario, 'name' | 'provider' | 'intentId' | 'reference' | 'operation'>>;

/** The misfortunes still to come, first come first served; those of one provider, if one is named. */
export class Scenarios {
  constructor(
    private readonly store: StateStore,
    private readonly provider?: ProviderName,
  ) {}

  list(): readonly PendingScenario[] {
    return this.store.state.scenarios;
  }

  add(scenario: PendingScenario): void {
    this.store.state.scenarios.push(scenario);
    this.store.touch();
  }

  /** Drops what matches the name and every target that is given; all, if nothing is. */
  clear(which: Selection = {}): void {
    const concerned = (scenario: PendingScenario) =>
      (['name', 'provider', 'intentId', 'reference', 'operation'] as const).every(
        (member) => which[member] === undefined || which[member] === scenario[member],
      );
    this.store.state.scenarios = this.list().filter((scenario) => !concerned(scenario));
    this.store.touch();
  }

  peek(moment: ScenarioMoment, target: ScenarioTarget): PendingScenario | undefined {
    return this.list().find(
      (scenario) =>
        scenarioEntry(scenario.name).moment === moment &&
        (scenario.provider === undefined || scenario.provider === this.provider) &&
        matches(scenario, target),
    );
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
  const events = scenario.options.event === undefined ? entry.events : [scenario.options.event];
  const references = [target.reference ?? []].flat();
  const operation = scenario.operation ?? entry.operation;
  return (
    (scenario.intentId === undefined || scenario.intentId === target.intentId) &&
    (scenario.reference === undefined || references.includes(scenario.reference)) &&
    (operation === undefined || operation === target.operation) &&
    (events === undefined || (target.event !== undefined && events.includes(target.event)))
  );
}
