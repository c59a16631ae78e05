import { createHash } from 'node:crypto';

/** Everything that a run decides, drawn from its seed: the same names lead to the same draws, whatever happens meanwhile. */
export class SeededRandom {
  private readonly state: Uint32Array;

  constructor(private readonly name: string) {
    const digest = createHash('sha256').update(name).digest();
    this.state = Uint32Array.from([0, 4, 8, 12], (offset) => digest.readUInt32LE(offset));
  }

  /** Draws of its own, apart from those of everybody else. */
  of(name: string | number): SeededRandom {
    return new SeededRandom(`${this.name}/${name}`);
  }

  /** 0 ≤ fraction < 1, by Chris Doty-Humphrey's sfc32. */
  fraction(): number {
    const [a, b, c, counter] = this.state as unknown as [number, number, number, number];
    const sum = (a + b + counter) >>> 0;
    this.state.set([b ^ (b >>> 9), c + (c << 3), ((c << 21) | (c >>> 11)) + sum, counter + 1]);
    return sum / 2 ** 32;
  }

  /** Both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<Item>(list: readonly Item[]): Item {
    return list[this.integer(0, list.length - 1)]!;
  }

  /** Of a list of weights and what they are the weights of. */
  weighted<Item>(list: readonly (readonly [weight: number, item: Item])[]): Item {
    let left = this.fraction() * list.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of list) {
      left -= weight;
      if (left < 0) return item;
    }
    return list.at(-1)![1];
  }

  shuffled<Item>(list: readonly Item[]): Item[] {
    return list
      .map((item) => ({ item, place: this.fraction() }))
      .toSorted((one, other) => one.place - other.place)
      .map(({ item }) => item);
  }

  /** As long as a UUID, for references and keys. */
  token(): string {
    return Array.from({ length: 4 }, () => this.integer(0, 0xffffffff).toString(16).padStart(8, '0')).join('');
  }
}
