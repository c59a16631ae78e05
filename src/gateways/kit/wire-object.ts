/**
 * A JSON object from a provider, read with suspicion: names in any case, every member optional, a member of the wrong
 * type as good as absent. Only what a reader asks for is touched, so new members never hurt.
 */
export class WireObject {
  private constructor(private readonly members: ReadonlyMap<string, unknown>) {}

  static of(value: unknown): WireObject | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value).map(([name, member]): [string, unknown] => [name.toLowerCase(), member]);
    return new WireObject(new Map(entries));
  }

  /** Whether the member is there at all, as anything but null. */
  has(name: string): boolean {
    return this.member(name) !== undefined;
  }

  /** Text, or a number in its decimal form: providers send the same id as either. Empty text counts as absent. */
  text(name: string): string | undefined {
    const value = this.member(name);
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** An exact integer, as a number or as decimal digits. */
  integer(name: string): number | undefined {
    const value = this.member(name);
    const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
    return Number.isSafeInteger(number) ? (number as number) : undefined;
  }

  /** An ISO 8601 instant with any number of fractional digits. */
  instant(name: string): Date | undefined {
    const value = this.member(name);
    if (typeof value !== 'string') return undefined;
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? undefined : date;
  }

  boolean(name: string): boolean | undefined {
    const value = this.member(name);
    return typeof value === 'boolean' ? value : undefined;
  }

  object(name: string): WireObject | undefined {
    return WireObject.of(this.member(name));
  }

  /** The list as it came, or undefined where there is none. */
  list(name: string): readonly unknown[] | undefined {
    const value = this.member(name);
    return Array.isArray(value) ? value : undefined;
  }

  /** The objects of a list; anything else in it is passed over. No list is an empty one. */
  objects(name: string): readonly WireObject[] {
    return wireObjects(this.list(name));
  }

  /** The texts of a list; anything else in it is passed over. */
  texts(name: string): readonly string[] {
    return textsOf(this.list(name));
  }

  /** The texts in the lists of an object: `{"Reference": ["is required"]}`, the usual shape of validation errors. */
  nestedTexts(name: string): readonly string[] {
    return [...(this.object(name)?.members.values() ?? [])].flatMap(textsOf);
  }

  private member(name: string): unknown {
    return this.members.get(name.toLowerCase()) ?? undefined;
  }
}

/** The objects of a JSON list that stands by itself. */
export function wireObjects(value: unknown): readonly WireObject[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown) => WireObject.of(item)).filter((item) => item !== undefined);
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
