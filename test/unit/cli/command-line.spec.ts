import { readCommandLine } from '../../../src/cli/command-line.js';
import { COMMANDS } from '../../../src/cli/commands.js';
import { helpText } from '../../../src/cli/help.js';

const read = (...args: string[]) => readCommandLine(args, COMMANDS);

describe('the command line', () => {
  it('names a command, its words and its options, in any order behind the name', () => {
    const { command, input, wantsJson, isLocal } = read('payments', 'look', '--json', 'pay_1', '--local');
    expect(command?.name).toBe('payments look');
    expect(input.words).toEqual(['pay_1']);
    expect([wantsJson, isLocal]).toEqual([true, true]);
    expect(read('keys', 'create', '--name=ERP').input.options).toMatchObject({ name: 'ERP' });
  });

  it.each<[string[], string]>([
    [['keys', 'forge'], 'there is no command keys forge; --help lists them'],
    [['keys'], 'there is no command keys; --help lists them'],
    [['--json'], 'there is no command --json; --help lists them'],
    [['keys', 'create'], 'keys create needs --name <name>'],
    [['keys', 'list', '--colour'], "Unknown option '--colour'"],
    [['keys', 'create', '--name'], "Option '--name <value>' argument missing"],
    [['payments', 'look'], 'payments look needs <pay_…>'],
    [['connections', 'verify', 'a', 'b'], 'connections verify does not know what to do with b'],
  ])('%j is refused in one line', (args, message) => {
    expect(() => read(...args)).toThrow(message);
    expect(() => read(...args)).not.toThrow(/\n/);
  });

  it.each([[[]], [['--help']], [['keys', 'create', '--help']], [['payments', 'look', '--help']]])(
    'explains instead of doing anything: %j',
    (args) => {
      expect(read(...args).wantsHelp).toBe(true);
    },
  );
});

describe('the help', () => {
  it('lists every command', () => {
    const text = helpText(undefined, COMMANDS);
    for (const { name, about } of COMMANDS) expect(text).toMatch(new RegExp(`  ${name} .*${about.slice(0, 10)}`));
  });

  it('says which options a command needs', () => {
    const text = helpText(read('keys', 'create', '--help').command, COMMANDS);
    expect(text).toMatch(/--name <name> .*\(needed\)/);
    expect(text).toContain('--json');
  });
});
