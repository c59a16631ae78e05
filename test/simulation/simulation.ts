import { crowd } from '../support/crowd.js';
import { patiently } from '../support/patiently.js';
import { complaintOf } from './calm.js';
import { Chronicle } from './chronicle.js';
import { Market } from './market.js';
import { checkPromises, createsPerCheckout } from './promises.js';
import type { Sale } from './sale.js';
import { SeededRandom } from './seeded.random.js';
import { openWorld, type SimulationWorld } from './simulation.world.js';
import { lookBack, MUST_BE_SEEN } from './sometimes.js';
import { Storm } from './storm.js';

export interface SimulationOptions {
  readonly seed: number;
  readonly minutes: number;
  /** How long things break before they are left to recover. */
  readonly stormMs?: number;
  /** Told what is going on, line by line. */
  readonly tell?: (line: string) => void;
}

export interface SimulationReport {
  readonly seed: number;
  readonly minutes: number;
  /** From the end of the last fault of each storm until all was consistent. */
  readonly recoverySeconds: {
    readonly p50: number;
    readonly p95: number;
    readonly max: number;
    readonly storms: number;
  };
  readonly createsPerCheckout: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

const STORM_MS = 20_000;
/** The promise, on a machine that has as many processors as it has to do; and how long to go on looking for a figure. */
const RECOVERY_BOUND_MS = 60_000;
const PATIENCE_MS = 120_000;
/** Below that, chance decides what a run comes past. */
const TELLING_MINUTES = 3;

/** One run: storm after storm, each followed by a calm in which every promise is checked. */
export class Simulation {
  readonly chronicle = new Chronicle();
  /** By the processes, one text each; once the run is over. */
  printed: readonly string[] = [];
  private readonly recoveriesMs: number[] = [];
  private world: SimulationWorld | null = null;

  constructor(private readonly options: SimulationOptions) {}

  async run(): Promise<SimulationReport> {
    const { seed, minutes } = this.options;
    const world = await openWorld(this.chronicle);
    this.world = world;
    try {
      await lookBack(world, await this.weather(world));
      const creates = await createsPerCheckout(world);
      if (minutes >= TELLING_MINUTES) this.missWhatWasNotSeen();
      for (const fault of await world.fleet.end()) this.chronicle.violate(fault);
      return {
        seed,
        minutes,
        recoverySeconds: figuresOf(this.recoveriesMs),
        createsPerCheckout: creates,
        counts: this.chronicle.counts(),
        violations: this.chronicle.violations,
      };
    } finally {
      await this.close();
    }
  }

  /** Also where a run is broken off. */
  async close(): Promise<void> {
    const world = this.world;
    this.world = null;
    await world?.close();
    if (world) this.printed = world.dunlin.processes.map(({ url, stdout, stderr }) => `${url}\n${stdout}${stderr}`);
  }

  private async weather(world: SimulationWorld): Promise<readonly Sale[]> {
    const { seed, minutes, stormMs = STORM_MS } = this.options;
    const random = new SeededRandom(`${seed}`);
    const storm = new Storm(world, random.of('storm'));
    const market = new Market(world, random.of('market'));
    const endMs = performance.now() + minutes * 60_000;
    do {
      await Promise.all([market.open(stormMs), storm.rage(stormMs)]);
      await this.recover(world, market);
      await checkPromises(world, market.sales);
      this.tell(`${market.sales.length} sales, ${this.chronicle.violations.length} violations`);
    } while (performance.now() < endMs && this.chronicle.violations.length === 0);
    return market.sales;
  }

  private async recover(world: SimulationWorld, market: Market): Promise<void> {
    const endedMs = performance.now();
    this.chronicle.note('== calm');
    await world.dunlin.provider.forgetScenarios();
    await market.close();
    let complaint: string | undefined;
    const isCalm = async () => {
      const now = await complaintOf(world).catch((error: unknown) => String(error));
      if (now !== complaint && now !== undefined) this.chronicle.note(`   there is still ${now}`);
      complaint = now;
      return complaint === undefined || undefined;
    };
    await patiently(isCalm, PATIENCE_MS).catch(() =>
      this.chronicle.violate(`after two minutes there is still ${complaint}`),
    );
    const tookMs = performance.now() - endedMs;
    this.recoveriesMs.push(tookMs);
    this.tell(`consistent ${(tookMs / 1000).toFixed(1)} s after the storm`);
    if (tookMs > RECOVERY_BOUND_MS * crowd())
      this.chronicle.violate(`it took ${(tookMs / 1000).toFixed(1)} s to recover`);
  }

  private missWhatWasNotSeen(): void {
    for (const what of MUST_BE_SEEN)
      if (this.chronicle.countOf(what) === 0) this.chronicle.violate(`never seen: ${what}`);
  }

  private tell(line: string): void {
    this.chronicle.note(line);
    this.options.tell?.(`${(this.chronicle.elapsedMs / 1000).toFixed(0).padStart(5)} s  ${line}`);
  }
}

function figuresOf(recoveriesMs: readonly number[]): SimulationReport['recoverySeconds'] {
  const sorted = recoveriesMs.toSorted((one, other) => one - other);
  const at = (share: number) => Number(((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) / 1000).toFixed(1));
  return { p50: at(0.5), p95: at(0.95), max: at(1), storms: sorted.length };
}
