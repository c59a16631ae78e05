// Node fires a longer timer at once.
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** Named things to do at a wall-clock instant; setting a name again replaces it, closing forgets all. Waits end after 24 days at the latest. */
export class TaskTimers {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private closed = false;

  /** A failing task is reported and dropped: nobody awaits a timer, and one bad task must not end the process. */
  at(name: string, wallTimeMs: number, task: () => Promise<void>): void {
    if (this.closed) return;
    this.forget(name);
    const timer = setTimeout(
      () => {
        this.timers.delete(name);
        task().catch((error: unknown) => console.error(`simulator: ${name} failed`, error));
      },
      Math.min(Math.max(0, wallTimeMs - Date.now()), LONGEST_WAIT_MS),
    );
    this.timers.set(name, timer);
  }

  forget(name: string): void {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }

  forgetAll(): void {
    for (const name of this.timers.keys()) this.forget(name);
  }

  close(): void {
    this.closed = true;
    this.forgetAll();
  }
}
