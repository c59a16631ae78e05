import { readFileSync } from 'node:fs';

/**
 * The suites whose faults are listed. Of each: what it needs in the copy, whether it runs what was built, the file that a fault
 * is tested with, and how the reporter's note of the first failure reads in a line.
 */
export const SUITES = {
  contract: {
    folder: 'test/contract',
    copied: ['package.json', 'src/common', 'src/gateways', 'src/simulator', 'test/contract'],
    isBuilt: false,
    endsAtFirstFailure: true,
    timeoutMs: 90_000,
    env: {},
    specOf: ({ gateway }) => `test/contract/${gateway}.contract.spec.ts`,
    tell: ({ titles: [gateway, section, title] }) => `${gateway.replace(/^the | gateway$/g, '')}: ${section}, ${title}`,
    heading: [
      '# Faults that the contract suite notices',
      '',
      'Each fault is put into a copy of the gateways, one at a time, and the contract suite of the gateway concerned runs',
      'against the copy. The promise named is the first one that fails. Written by `npm run mutants -- --record`.',
      '',
      '| fault | what the gateway does wrong | first noticed by |',
    ],
  },
  model: {
    folder: 'test/model',
    copied: null,
    isBuilt: true,
    // Its processes are ended by itself, and by nobody else.
    endsAtFirstFailure: false,
    timeoutMs: 1_200_000,
    env: { DUNLIN_MODEL: 'first', DUNLIN_MODEL_SEED: '4711' },
    specOf: () => 'test/model/money.model.spec.ts',
    tell: ({ message }) => summaryOf(message),
    heading: [
      '# Faults that the test of money notices',
      '',
      'Each fault is put into a copy of the program, one at a time, and `test/model` runs until a sequence fails. Twelve run at a',
      'time, so the count is of those that had begun by then. Written by `npm run mutants -- model --record`.',
      '',
      '| fault | what the program does wrong | noticed |',
    ],
  },
  safeguards: {
    folder: 'test/fault',
    copied: null,
    isBuilt: true,
    endsAtFirstFailure: false,
    timeoutMs: 600_000,
    env: {},
    specOf: ({ spec }) => spec,
    tell: ({ titles }) => titles.join(', '),
    heading: [
      '# Faults in safeguards that the tests notice',
      '',
      'Each safeguard is taken away in a copy of the program, one at a time, and the test that is there for it runs. The title is',
      'that of the first one that fails. Written by `npm run mutants -- safeguards --record`.',
      '',
      '| fault | what the program does wrong | first noticed by |',
    ],
  },
};

export function readFailure(suite, failureFile) {
  return suite.tell(JSON.parse(readFileSync(failureFile, 'utf8')));
}

/** After how many sequences, and how what failed there differed. */
function summaryOf(message) {
  const [, sequences] = /It failed after (\d+) sequences/.exec(message) ?? [];
  const lines = message.split('\n').map((line) => line.trim());
  const from = lines.findLastIndex((line) => line.startsWith('Error: '));
  const told = lines
    .slice(from + 1)
    .filter(isDifference)
    .slice(0, 2)
    .join(' ');
  // Whole records hold what differs from run to run.
  return `${sequences ? `after ${sequences}` : 'apart from sequences'}: ${(told || lines[from]).split(/: [[{]/)[0]}`;
}

function isDifference(line) {
  return (
    /^(Expected|Received)\b.*: /.test(line) ||
    (/^[-+] /.test(line) && !/^[-+] +(Expected|Received|[[\]{}]|Array|Object)/.test(line))
  );
}
