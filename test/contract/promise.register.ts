type Body = () => Promise<unknown> | void;
type PromiseTo = (promise: string, body: Body) => void;

/**
 * `describe` and `it` under which a harness can be excused, with a reason, from a promise or from a whole section. Every
 * name that was used is kept, so that an excuse which no promise needs any more is found.
 */
export class PromiseRegister {
  readonly sections = new Set<string>();
  /** Excused ones included. */
  readonly promises = new Set<string>();
  readonly kept = new Set<string>();
  private inExcusedSection = false;

  constructor(private readonly skips: Readonly<Record<string, string>>) {}

  readonly describe = (section: string, body: () => void): void => {
    this.sections.add(section);
    const reason = this.skips[section];
    this.inExcusedSection = reason !== undefined;
    if (reason === undefined) describe(section, body);
    else describe.skip(`${section} (${reason})`, body);
    this.inExcusedSection = false;
  };

  readonly it = Object.assign((promise: string, body: Body): void => this.make(promise, body, it as PromiseTo), {
    each: ((table: readonly unknown[]) => (promise: string, body: Body) =>
      this.make(promise, body, it.each(table) as PromiseTo)) as unknown as jest.Each,
  });

  /** Names that are excused and were never promised. */
  staleSkips(): string[] {
    return Object.keys(this.skips).filter((name) => !this.sections.has(name) && !this.promises.has(name));
  }

  private make(promise: string, body: Body, promiseTo: PromiseTo): void {
    this.promises.add(promise);
    const reason = this.skips[promise];
    if (reason === undefined && !this.inExcusedSection) this.kept.add(promise);
    if (reason === undefined) promiseTo(promise, body);
    else it.skip(`${promise} (${reason})`, () => undefined);
  }
}
