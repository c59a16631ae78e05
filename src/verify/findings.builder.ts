import type { Finding, Findings } from './invariant.js';

interface Place {
  /** null: of no single account. */
  readonly account_id: string | null;
  readonly mode: string | null;
  readonly id: string;
}

/** Counts all findings and keeps the first few. */
export class FindingsBuilder {
  private count = 0;
  private readonly samples: Finding[] = [];

  constructor(private readonly wanted: number) {}

  add({ account_id: accountId, mode, id }: Place, detail: string): void {
    this.count += 1;
    if (this.samples.length < this.wanted) this.samples.push({ accountId, mode, id, detail });
  }

  build(): Findings {
    return { count: this.count, samples: this.samples };
  }
}
