import { Injectable } from '@nestjs/common';

/** Whether this process is about to stop: it takes no new work, and says so to whoever probes it. */
@Injectable()
export class Drain {
  private readonly controller = new AbortController();

  get isDraining(): boolean {
    return this.signal.aborted;
  }

  /** Aborted when it begins, for answers that would otherwise be held open. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  begin(): void {
    this.controller.abort();
  }
}
