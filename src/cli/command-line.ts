import { parseArgs } from 'node:util';
import { UsageError, type Command, type CommandInput, type OptionSpec } from './command.js';

export interface CommandLine {
  readonly command: Command | undefined;
  readonly input: CommandInput;
  readonly wantsHelp: boolean;
  readonly wantsJson: boolean;
  readonly isLocal: boolean;
}

/** Options of every command. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  json: { type: 'boolean', about: 'print JSON, for programs' },
  local: { type: 'boolean', about: 'speak of what npm start runs, where the simulator stands in for the providers' },
  help: { type: 'boolean', about: 'explain the command' },
};

/** Throws `UsageError`. */
export function readCommandLine(args: readonly string[], commands: readonly Command[]): CommandLine {
  const name = args.slice(0, 2).filter((word) => !word.startsWith('-'));
  const command = commands.find((candidate) => candidate.name === name.join(' '));
  const { values, positionals } = parse(args.slice(name.length), command);
  const line = {
    command,
    input: { options: values, words: positionals },
    wantsHelp: values['help'] === true,
    wantsJson: values['json'] === true,
    isLocal: values['local'] === true,
  };
  if (line.wantsHelp || args.length === 0) return { ...line, wantsHelp: true };
  if (!command) throw new UsageError(`there is no command ${name.join(' ') || args[0]}; --help lists them`);
  refuseIncomplete(command, line.input);
  return line;
}

function parse(args: readonly string[], command: Command | undefined) {
  const specs = Object.entries({ ...COMMON_OPTIONS, ...command?.options });
  const options = Object.fromEntries(specs.map(([name, { type }]) => [name, { type }]));
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]!.replace(/\. To specify a positional.*/, ''));
  }
}

function refuseIncomplete(command: Command, { options, words }: CommandInput): void {
  const expected = command.words ?? [];
  const missing = expected[words.length];
  if (missing !== undefined) throw new UsageError(`${command.name} needs ${missing}`);
  if (words.length > expected.length) {
    throw new UsageError(`${command.name} does not know what to do with ${words[expected.length]}`);
  }
  for (const [name, { isRequired, value = '' }] of Object.entries(command.options ?? {})) {
    if (isRequired && options[name] === undefined) throw new UsageError(`${command.name} needs --${name} ${value}`);
  }
}
