import { Injectable } from '@nestjs/common';

/** Whether this process is about to stop: it takes no new work, and says so to whoever probes it. */
@Injectable()
export class Drain {
  private draining = false;

  get isDraining(): boolean {
    return this.draining;
  }

  begin(): void {
    this.draining = true;
  }
}
