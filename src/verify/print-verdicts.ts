import type { Verdict } from './verification.js';

const WORDS = { holds: 'holds', violated: 'VIOLATED', not_checked: 'not checked' } as const;

/** One JSON document; `holds` only if everything was checked and nothing is violated. */
export function verdictsAsJson(verdicts: readonly Verdict[]): string {
  const holds = verdicts.every(({ result }) => result === 'holds');
  return `${JSON.stringify({ holds, invariants: verdicts }, null, 2)}\n`;
}

/** A table for people, and below it what is broken, where, and what to do. */
export function verdictsAsTable(verdicts: readonly Verdict[]): string {
  const width = Math.max(...verdicts.map(({ name }) => name.length));
  const lines = verdicts.map(({ name, area, result, violations, seconds }) =>
    [
      name.padEnd(width),
      area.padEnd('idempotency'.length),
      seconds.toFixed(2).padStart(8),
      result === 'violated' ? `${WORDS.violated} (${violations})` : WORDS[result],
    ].join('  '),
  );
  const title = ['INVARIANT'.padEnd(width), 'AREA'.padEnd('idempotency'.length), ' SECONDS', 'RESULT'].join('  ');
  return `${[title, ...lines, ...verdicts.flatMap(explain), '', conclusionOf(verdicts)].join('\n')}\n`;
}

function explain({ name, rule, tells, samples, violations }: Verdict): string[] {
  if (tells === null) return [];
  const shown = samples.map(({ id, account, mode, detail }) => {
    const owner = account === null ? '' : ` of ${account}${mode === null ? '' : ` (${mode})`}`;
    return `  - ${id}${owner}${detail === null ? '' : `: ${detail}`}`;
  });
  const rest = violations > samples.length ? [`  - and ${violations - samples.length} more`] : [];
  return ['', `${name}: ${rule}`, tells, ...shown, ...rest];
}

function conclusionOf(verdicts: readonly Verdict[]): string {
  const violated = verdicts.filter(({ result }) => result === 'violated').length;
  const unchecked = verdicts.filter(({ result }) => result === 'not_checked').length;
  if (violated === 0 && unchecked === 0) return `All ${verdicts.length} invariants hold.`;
  return `${violated} of ${verdicts.length} invariants violated, ${unchecked} not checked.`;
}
