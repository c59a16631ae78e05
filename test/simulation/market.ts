import { setTimeout as delay } from 'node:timers/promises';
import { Sale } from './sale.js';
import { planOf } from './sale.plan.js';
import { tell } from './sale.stories.js';
import type { SeededRandom } from './seeded.random.js';
import type { SimulationWorld } from './simulation.world.js';

const BETWEEN_SALES_MS = { from: 150, to: 650 } as const;
/** More at once would only measure the machine. */
const MOST_AT_ONCE = 24;

/** Sales that begin one after the other, by the clock, and go on beside each other. */
export class Market {
  readonly sales: Sale[] = [];
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly world: SimulationWorld,
    private readonly random: SeededRandom,
  ) {}

  /** Begins new ones for as long as it is told to. */
  async open(durationMs: number): Promise<void> {
    const endMs = performance.now() + durationMs;
    while (performance.now() < endMs) {
      if (this.underWay.size < MOST_AT_ONCE) this.begin();
      await delay(this.random.integer(BETWEEN_SALES_MS.from, BETWEEN_SALES_MS.to));
    }
  }

  /** Resolves when everybody has what they wanted, or has given up. */
  async close(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private begin(): void {
    const random = this.random.of(this.sales.length);
    const sale = new Sale(this.world, planOf(random), random);
    this.sales.push(sale);
    sale.note(`begins: ${JSON.stringify(sale.plan)}`);
    const story = tell(sale)
      .catch((error: unknown) =>
        this.world.chronicle.violate(`${sale.plan.reference}, who ${sale.plan.story}: ${String(error)}`),
      )
      .finally(() => this.underWay.delete(story));
    this.underWay.add(story);
  }
}
