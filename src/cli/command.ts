import type { INestApplicationContext } from '@nestjs/common';

/** One option of a command, for the parser and for the help. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** What stands for the value in the help: `<id>`. */
  readonly value?: string;
  readonly about: string;
  readonly isRequired?: boolean;
}

export interface CommandInput {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  /** What stands behind the command's name, in order. */
  readonly words: readonly string[];
}

export type Cell = string | number | boolean | null | Readonly<Record<string, number>>;

/** What a command found or did. */
export interface Report {
  /** A row each; one object alone is shown from top to bottom. */
  readonly data: Readonly<Record<string, Cell>> | readonly Readonly<Record<string, Cell>>[];
  /** A sentence for people, below the table. */
  readonly note?: string;
  /** The answer is bad news: exit 1. */
  readonly isBad?: boolean;
}

export interface Command {
  /** Two words: `keys create`. */
  readonly name: string;
  readonly about: string;
  /** What must stand behind the name: `<payment>`. */
  readonly words?: readonly string[];
  readonly options?: Readonly<Record<string, OptionSpec>>;
  /** `app` is the whole application, without its port and without workers. */
  run(app: INestApplicationContext, input: CommandInput): Promise<Report>;
}

/** Wrong words on the command line; the message is one line for the person who typed them. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
