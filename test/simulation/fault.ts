import type { SeededRandom } from './seeded.random.js';
import type { SimulationWorld } from './simulation.world.js';

/** Something that breaks, and is whole again when the promise resolves. */
export interface Fault {
  readonly name: string;
  strike(world: SimulationWorld, random: SeededRandom): Promise<void>;
}
