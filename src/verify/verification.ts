import { toPublicId } from '../common/ids.js';
import type { Transactor } from '../database/transactor.js';
import type { Finding, Findings, Inspection, Invariant } from './invariant.js';

export interface Sample {
  readonly account: string | null;
  readonly mode: string | null;
  readonly id: string;
  readonly detail: string | null;
}

/** What became of one invariant. */
export interface Verdict {
  readonly name: string;
  readonly area: string;
  readonly result: 'holds' | 'violated' | 'not_checked';
  readonly violations: number;
  readonly seconds: number;
  readonly samples: readonly Sample[];
  /** What must hold. */
  readonly rule: string;
  /** What is broken and what to do; why it was not checked; null where it holds. */
  readonly tells: string | null;
}

export interface VerificationOptions extends Omit<Inspection, 'sql'> {
  /** For each statement. */
  readonly timeoutMs: number;
}

/**
 * Checks invariants one after the other, each on a snapshot of its own: what takes long keeps no other's snapshot open,
 * and one that runs into its time limit leaves the others checked. Nothing is written and no row is locked.
 */
export class Verification {
  constructor(
    private readonly transactor: Pick<Transactor, 'read'>,
    private readonly options: VerificationOptions,
  ) {}

  async check(invariants: readonly Invariant[]): Promise<Verdict[]> {
    const verdicts: Verdict[] = [];
    for (const invariant of invariants) verdicts.push(await this.checkOne(invariant));
    return verdicts;
  }

  private async checkOne(invariant: Invariant): Promise<Verdict> {
    const { name, area, rule, remedy, subject } = invariant;
    const startedMs = performance.now();
    const seconds = () => Math.round(performance.now() - startedMs) / 1000;
    try {
      const { count, samples } = await this.find(invariant);
      const result = count === 0 ? 'holds' : 'violated';
      const shown = samples.map((finding) => sampleOf(finding, subject));
      const tells = count === 0 ? null : remedy;
      return { name, area, result, violations: count, seconds: seconds(), samples: shown, rule, tells };
    } catch (error) {
      const tells = `Not checked: ${(error as Error).message.split('\n')[0]}`;
      return { name, area, result: 'not_checked', violations: 0, seconds: seconds(), samples: [], rule, tells };
    }
  }

  private find(invariant: Invariant): Promise<Findings> {
    const { timeoutMs, ...inspection } = this.options;
    return this.transactor.read({ statementTimeoutMs: timeoutMs }, (sql) => invariant.find({ ...inspection, sql }));
  }
}

function sampleOf({ accountId, mode, id, detail }: Finding, subject: Invariant['subject']): Sample {
  return {
    account: accountId === null ? null : toPublicId('account', accountId),
    mode,
    id: subject === null ? id : toPublicId(subject, id),
    detail,
  };
}
