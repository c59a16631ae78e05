/** The process's variables, or a test's. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable is missing or wrong. The message is one line that names it and says what it must be; never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(variable: string, rule: string) {
    super(`${variable} ${rule}`);
  }
}

/** The text, or null when unset or empty (an empty line in a `.env` file means "not set"). */
export function readText(environment: Environment, name: string): string | null {
  const text = environment[name]?.trim();
  return text ? text : null;
}

export function readInteger(
  environment: Environment,
  name: string,
  rule: { fallback: number; min: number; max: number },
): number {
  const text = readText(environment, name);
  if (text === null) return rule.fallback;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (!(value >= rule.min && value <= rule.max)) {
    throw new ConfigError(name, `must be a whole number from ${rule.min} to ${rule.max}`);
  }
  return value;
}

export function readChoice<Choice extends string>(
  environment: Environment,
  name: string,
  rule: { choices: readonly Choice[]; fallback: Choice },
): Choice {
  const text = readText(environment, name);
  if (text === null) return rule.fallback;
  const choice = rule.choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new ConfigError(name, `must be one of ${rule.choices.join(', ')}`);
  return choice;
}

export function readUrl(environment: Environment, name: string, rule: { protocols: readonly string[] }): string | null {
  const text = readText(environment, name);
  if (text === null) return null;
  const protocol = URL.canParse(text) ? new URL(text).protocol : null;
  if (protocol === null || !rule.protocols.includes(protocol)) {
    throw new ConfigError(name, `must be a URL that begins with ${rule.protocols.map((p) => `${p}//`).join(' or ')}`);
  }
  return text;
}

export function readList(environment: Environment, name: string): readonly string[] {
  const text = readText(environment, name);
  return text === null
    ? []
    : text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
}

/** Seconds, comma-separated. */
export function readSchedule(
  environment: Environment,
  name: string,
  rule: { fallback: readonly number[]; ascending?: boolean },
): readonly number[] {
  const parts = readList(environment, name);
  if (parts.length === 0) return rule.fallback;
  const seconds = parts.map((part) => (/^\d{1,8}(\.\d{1,3})?$/.test(part) ? Number(part) : NaN));
  const falls = seconds.some((value, index) => index > 0 && value <= seconds[index - 1]!);
  if (seconds.some(Number.isNaN) || (rule.ascending === true && falls)) {
    throw new ConfigError(
      name,
      `must be seconds, comma-separated${rule.ascending ? ', each larger than the one before' : ''}`,
    );
  }
  return seconds;
}
