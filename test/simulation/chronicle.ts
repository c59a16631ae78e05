/** What a run came past, what happened in it, and what must not have. */
export class Chronicle {
  /** Broken promises, in words. Empty is the only good end. */
  readonly violations: string[] = [];
  /** With the seconds since the beginning, for whoever reads a violation. */
  readonly lines: string[] = [];
  private readonly sightings = new Map<string, number>();
  private readonly beganMs = performance.now();

  get elapsedMs(): number {
    return performance.now() - this.beganMs;
  }

  note(what: string): void {
    this.lines.push(`${(this.elapsedMs / 1000).toFixed(2).padStart(8)} ${what}`);
  }

  violate(what: string): void {
    this.note(`VIOLATED: ${what}`);
    this.violations.push(what);
  }

  saw(what: string, count = 1): void {
    this.sightings.set(what, this.countOf(what) + count);
  }

  countOf(what: string): number {
    return this.sightings.get(what) ?? 0;
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.sightings].toSorted(([one], [other]) => one.localeCompare(other)));
  }
}
