import type { Operation } from './documented.api.js';

export interface JudgedAnswer {
  readonly operation: Operation;
  readonly status: number;
  readonly durationMs: number;
}

/** What is held against an answer; each kind is counted for itself. */
export type ComplaintKind = 'undocumented' | 'fault' | 'header' | 'slow';

export interface Complaint {
  readonly kind: ComplaintKind;
  readonly text: string;
}

/** What a run asked, how it was answered, and how fast. */
export class FuzzReport {
  readonly complaints: Complaint[] = [];
  private readonly answers: JudgedAnswer[] = [];

  constructor(private readonly seed: number) {}

  add(answer: JudgedAnswer, complaints: readonly Complaint[]): void {
    this.answers.push(answer);
    this.complaints.push(...complaints);
  }

  get requests(): number {
    return this.answers.length;
  }

  get statuses(): number[] {
    return [...new Set(this.answers.map(({ status }) => status))].sort((a, b) => a - b);
  }

  /** The time within which this share of the answers came. */
  quantileMs(share: number): number {
    const durations = this.answers.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
    return durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? 0;
  }

  text(): string {
    const slowest = this.answers.toSorted((a, b) => b.durationMs - a.durationMs)[0];
    const ms = (share: number) => `${Math.round(this.quantileMs(share))} ms`;
    const byStatus = this.statuses.map((status) => `${this.count(({ status: own }) => own === status)} × ${status}`);
    const found = (kind: ComplaintKind) => this.complaints.filter((complaint) => complaint.kind === kind).length;
    const { method, path } = slowest?.operation ?? { method: '', path: '' };
    return [
      `${this.requests} requests of ${new Set(this.answers.map(({ operation }) => operation)).size} operations, FUZZ_SEED=${this.seed}`,
      `answers: ${byStatus.join(', ')}`,
      `time: p50 ${ms(0.5)}, p99 ${ms(0.99)}, slowest ${ms(1)} (${method} ${path})`,
      `not as documented: ${found('undocumented')}; faults of ours: ${found('fault')}; headers missing: ${found('header')}; slow again when asked again: ${found('slow')}`,
    ].join('\n  ');
  }

  private count(is: (answer: JudgedAnswer) => boolean): number {
    return this.answers.filter(is).length;
  }
}
