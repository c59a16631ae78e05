import { setTimeout as delay } from 'node:timers/promises';
import { DATABASE_FAULTS } from './database.faults.js';
import type { Fault } from './fault.js';
import { OUTSIDE_FAULTS } from './outside.faults.js';
import { PROCESS_FAULTS } from './process.faults.js';
import { SECRET_CHANGES } from './secret.changes.js';
import type { SeededRandom } from './seeded.random.js';
import type { SimulationWorld } from './simulation.world.js';

/** Faults of one lane come one after the other, and beside those of the other. */
const LANES = {
  inside: [...PROCESS_FAULTS, ...DATABASE_FAULTS],
  outside: [...OUTSIDE_FAULTS, ...SECRET_CHANGES],
} as const;
const PAUSE_MS = { from: 200, to: 1200 } as const;

/** Lets things break for as long as it is told to. Each fault comes before any comes again. */
export class Storm {
  private readonly decks: readonly Deck[];

  constructor(
    private readonly world: SimulationWorld,
    random: SeededRandom,
  ) {
    this.decks = Object.entries(LANES).map(([lane, faults]) => new Deck(faults, random.of(lane)));
  }

  /** Resolves when all that broke is whole again. */
  async rage(durationMs: number): Promise<void> {
    const endMs = performance.now() + durationMs;
    await Promise.all(this.decks.map((deck) => this.play(deck, endMs)));
  }

  private async play(deck: Deck, endMs: number): Promise<void> {
    const { chronicle } = this.world;
    while (performance.now() < endMs) {
      const fault = deck.draw();
      chronicle.note(`>> ${fault.name}`);
      await fault
        .strike(this.world, deck.random.of(deck.drawn))
        .catch((error: unknown) => chronicle.violate(`${fault.name}: ${String(error)}`));
      chronicle.note(`<< ${fault.name}`);
      chronicle.saw('faults');
      chronicle.saw(`fault: ${fault.name}`);
      await delay(deck.random.integer(PAUSE_MS.from, PAUSE_MS.to));
    }
  }
}

class Deck {
  drawn = 0;
  private left: Fault[] = [];

  constructor(
    private readonly faults: readonly Fault[],
    readonly random: SeededRandom,
  ) {}

  draw(): Fault {
    if (this.left.length === 0) this.left = this.random.shuffled(this.faults);
    this.drawn += 1;
    return this.left.pop()!;
  }
}
