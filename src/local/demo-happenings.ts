/** What happens, in order, for a reader who takes one after the other and waits where nothing has happened yet. */
export class Happenings<Happening> {
  private readonly untold: Happening[] = [];
  private waiting: (() => void) | undefined;

  constructor(private readonly timeoutMs: number) {}

  add(happening: Happening): void {
    this.untold.push(happening);
    this.waiting?.();
  }

  /** Leaves untold what happened so far. */
  forget(): void {
    this.untold.length = 0;
  }

  /** The first that fits and was not taken before. Throws when none comes within the time; `what` is its name then. */
  async next(what: string, fits: (happening: Happening) => boolean): Promise<Happening> {
    const deadlineMs = performance.now() + this.timeoutMs;
    for (;;) {
      const index = this.untold.findIndex(fits);
      if (index >= 0) return this.untold.splice(index, 1)[0]!;
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) throw new Error(`${what}: nothing within ${this.timeoutMs / 1000} s`);
      await this.newOne(leftMs);
    }
  }

  private newOne(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.waiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
