import { parseArgs } from 'node:util';
import { INVARIANTS } from './invariants.js';
import type { Invariant } from './invariant.js';

export interface VerifyOptions {
  readonly wantsHelp: boolean;
  readonly wantsJson: boolean;
  readonly isLocal: boolean;
  readonly since: Date | null;
  readonly samples: number;
  readonly timeoutMs: number;
  readonly invariants: readonly Invariant[];
}

const HOUR_MS = 3600_000;
const UNIT_MS: Readonly<Record<string, number>> = { h: HOUR_MS, d: 24 * HOUR_MS };

export const VERIFY_HELP = `Usage: npm run verify -- [options]

Checks in the database what must hold whatever happened. Reads only; the application may run.
Exit code 0: all hold; 1: something is violated; 2: something, or all, could not be checked.

  --since <when>      only what was written since then: 24h, 7d, or 2026-11-20T00:00:00Z
  --only <names>      only these invariants, comma-separated
  --samples <number>  how many violating rows to name of each; without it, 10
  --timeout <seconds> for each statement; without it, 300
  --json              print JSON, for programs
  --local             of what npm start runs
  --help              this
`;

/** Throws an error whose message is one line for the person who typed it. */
export function readVerifyOptions(args: readonly string[], now: Date): VerifyOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      since: { type: 'string' },
      only: { type: 'string' },
      samples: { type: 'string', default: '10' },
      timeout: { type: 'string', default: '300' },
      json: { type: 'boolean', default: false },
      local: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    wantsHelp: values.help,
    wantsJson: values.json,
    isLocal: values.local,
    since: sinceOf(values.since, now),
    samples: numberIn('samples', values.samples, 1000),
    timeoutMs: numberIn('timeout', values.timeout, 86_400) * 1000,
    invariants: chosen(values.only),
  };
}

function sinceOf(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  const [, count, unit] = /^([1-9]\d{0,3})([hd])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(now.getTime() - Number(count) * UNIT_MS[unit!]!);
  const at = new Date(text);
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(at.getTime())) return at;
  throw new Error('--since must be 24h, 7d or a time such as 2026-11-20T00:00:00Z');
}

function numberIn(name: string, text: string, max: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (value >= 1 && value <= max) return value;
  throw new Error(`--${name} must be a number from 1 to ${max}`);
}

function chosen(names: string | undefined): readonly Invariant[] {
  if (names === undefined) return INVARIANTS;
  return names.split(',').map((name) => {
    const invariant = INVARIANTS.find((known) => known.name === name.trim());
    if (!invariant) throw new Error(`there is no invariant ${name.trim()}; without --only all are checked and listed`);
    return invariant;
  });
}
