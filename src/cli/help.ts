import { COMMON_OPTIONS } from './command-line.js';
import type { Command, OptionSpec } from './command.js';

const PROGRAM = 'npm run cli --';

/** Of one command, or of all. */
export function helpText(command: Command | undefined, commands: readonly Command[]): string {
  return command ? helpOf(command) : overview(commands);
}

function overview(commands: readonly Command[]): string {
  const lines = commands.map((command) => [[command.name, ...(command.words ?? [])].join(' '), command.about] as const);
  return [
    `Usage: ${PROGRAM} <command> [options]`,
    '',
    'For the operator, with the configuration of the application: what it does needs no API key.',
    '',
    ...aligned(lines),
    '',
    ...aligned(Object.entries(COMMON_OPTIONS).map(describeOption)),
    '',
  ].join('\n');
}

function helpOf(command: Command): string {
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS });
  return [
    `Usage: ${[PROGRAM, command.name, ...(command.words ?? [])].join(' ')} [options]`,
    '',
    `${command.about}.`,
    '',
    ...aligned(options.map(describeOption)),
    '',
  ].join('\n');
}

function describeOption([name, { value, about, isRequired }]: [string, OptionSpec]): readonly [string, string] {
  return [`--${name}${value === undefined ? '' : ` ${value}`}`, `${about}${isRequired ? ' (needed)' : ''}`];
}

function aligned(lines: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
