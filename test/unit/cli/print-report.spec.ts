import type { Report } from '../../../src/cli/command.js';
import { printReport } from '../../../src/cli/print-report.js';

const forPeople = { asJson: false };

describe('a report', () => {
  it('of several rows is a table', () => {
    const data: Report['data'] = [
      { id: 'a', createdAt: 'today', keys: { k1: 2, k2: 1 } },
      { id: 'longer', createdAt: null, keys: {} },
    ];
    expect(printReport({ data }, forPeople)).toBe(
      ['ID      CREATED AT  KEYS', 'a       today       k1: 2, k2: 1', 'longer  -           -', ''].join('\n'),
    );
  });

  it('of one thing goes from top to bottom, with its note below', () => {
    expect(printReport({ data: { key: 'dln_1', isOn: true }, note: 'Keep it.' }, forPeople)).toBe(
      ['KEY    dln_1', 'IS ON  true', '', 'Keep it.', ''].join('\n'),
    );
  });

  it('of nothing says so', () => {
    expect(printReport({ data: [] }, forPeople)).toBe('None.\n');
  });

  it('lets no name steer the terminal', () => {
    expect(printReport({ data: { name: 'a\u001b[2Jb\n' } }, forPeople)).toBe('NAME  a?[2Jb?\n');
  });

  it('for programs is JSON and nothing else', () => {
    const data = [{ id: 'a', keys: { k1: 2 } }];
    expect(JSON.parse(printReport({ data, note: 'Not for programs.' }, { asJson: true }))).toEqual(data);
  });
});
