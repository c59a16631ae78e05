import { readFileSync } from 'node:fs';
import { INVARIANTS } from '../../../src/verify/invariants.js';
import { verdictsAsJson, verdictsAsTable } from '../../../src/verify/print-verdicts.js';
import type { Verdict } from '../../../src/verify/verification.js';
import { readVerifyOptions } from '../../../src/verify/verify-options.js';

const NOW = new Date('2026-11-20T10:00:00.000Z');
const read = (...args: string[]) => readVerifyOptions(args, NOW);

describe('the options of npm run verify', () => {
  it('check everything unless told otherwise', () => {
    expect(read()).toMatchObject({ since: null, samples: 10, timeoutMs: 300_000, invariants: INVARIANTS });
  });

  it.each([
    ['24h', '2026-11-19T10:00:00.000Z'],
    ['7d', '2026-11-13T10:00:00.000Z'],
    ['2026-11-20T00:00:00+01:00', '2026-11-19T23:00:00.000Z'],
  ])('take --since %s', (text, instant) => {
    expect(read('--since', text).since).toEqual(new Date(instant));
  });

  it('choose invariants by name', () => {
    const names = read('--only', 'sums-agree, one-live-checkout').invariants.map(({ name }) => name);
    expect(names).toEqual(['sums-agree', 'one-live-checkout']);
  });

  it.each([
    [['--since', 'yesterday'], '--since must be 24h, 7d or a time such as 2026-11-20T00:00:00Z'],
    [['--samples', '0'], '--samples must be a number from 1 to 1000'],
    [['--timeout', 'long'], '--timeout must be a number from 1 to 86400'],
    [['--only', 'sums'], 'there is no invariant sums; without --only all are checked and listed'],
    [['--fast'], "Unknown option '--fast'"],
  ])('refuse %j in one line', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});

describe('the answer of npm run verify', () => {
  const held = {
    name: 'sums-agree',
    area: 'money',
    result: 'holds',
    violations: 0,
    seconds: 0.1,
    samples: [],
    rule: 'Sums agree.',
    tells: null,
  } as const;
  const broken: Verdict = {
    ...held,
    name: 'one-live-checkout',
    result: 'violated',
    violations: 3,
    samples: [{ account: 'acc_1', mode: 'live', id: 'pay_1', detail: '2 live checkouts' }],
    rule: 'There is one.',
    tells: 'Cancel the other.',
  };

  it('tells people what is broken, where, and what to do', () => {
    expect(verdictsAsTable([held, broken]).split('\n')).toEqual([
      'INVARIANT          AREA          SECONDS  RESULT',
      'sums-agree         money            0.10  holds',
      'one-live-checkout  money            0.10  VIOLATED (3)',
      '',
      'one-live-checkout: There is one.',
      'Cancel the other.',
      '  - pay_1 of acc_1 (live): 2 live checkouts',
      '  - and 2 more',
      '',
      '1 of 2 invariants violated, 0 not checked.',
      '',
    ]);
  });

  it('tells programs the same, and whether all holds', () => {
    expect(JSON.parse(verdictsAsJson([held]))).toEqual({ holds: true, invariants: [held] });
    expect(JSON.parse(verdictsAsJson([held, broken]))).toEqual({ holds: false, invariants: [held, broken] });
    expect(JSON.parse(verdictsAsJson([{ ...held, result: 'not_checked' }]))).toMatchObject({ holds: false });
  });
});

describe('the operator’s manual', () => {
  it('tells of every invariant what holds and what to do', () => {
    const manual = readFileSync('docs/operations.md', 'utf8');
    const lines = INVARIANTS.map(({ name, rule, remedy }) => `- **\`${name}\`** ${rule} _Otherwise:_ ${remedy}`);
    expect(lines.filter((line) => !manual.includes(line))).toEqual([]);
  });
});
