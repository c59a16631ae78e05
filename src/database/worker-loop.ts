import { setTimeout as delay } from 'node:timers/promises';
import type { AppLogger } from '../common/app-logger.js';
import type { Waker } from './waker.js';

export interface WorkerTask {
  /** For the log: `payment-sync`. */
  readonly name: string;
  /** What `Waker.wake` calls it. */
  readonly topic: string;
  readonly pollMs: number;
  /** The least time from one tick's begin to the next: what a burst brings is done together. Waited only after a tick. */
  readonly paceMs?: number;
  /** Does what is due; answers whether there may be more right now. */
  tick(): Promise<boolean>;
  /** Waits for what a tick left under way. */
  drain?(): Promise<void>;
}

/** Calls `tick` as long as there is work, then waits for a wake-up or the next poll. A failing tick is logged and tried again. */
export class WorkerLoop {
  private readonly running: Promise<void>;
  private stopped = false;

  constructor(
    private readonly task: WorkerTask,
    private readonly waker: Waker,
    private readonly logger: AppLogger,
  ) {
    this.running = this.run();
  }

  /**
   * Resolves when the tick in progress, and what it began, has ended. That releases every lease: what is claimed is begun at
   * once, and its outcome frees the row. What is still under way when the process ends keeps its lease, since somebody else
   * would do the same at the same time.
   */
  async stop(): Promise<void> {
    this.stopped = true;
    this.waker.wake(this.task.topic);
    await this.running;
    await this.task.drain?.();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      let wokenMeanwhile = false;
      const beganMs = performance.now();
      const off = this.waker.on(this.task.topic, () => (wokenMeanwhile = true));
      const hasMore = await this.tick();
      const restMs = (this.task.paceMs ?? 0) - (performance.now() - beganMs);
      if (!hasMore && restMs > 0) await delay(restMs);
      off();
      if (!hasMore && !wokenMeanwhile && !this.stopped) await this.waker.wait(this.task.topic, this.task.pollMs);
    }
  }

  private async tick(): Promise<boolean> {
    try {
      return await this.task.tick();
    } catch (error) {
      this.logger.error({ worker: this.task.name, err: error }, 'worker tick failed');
      return false;
    }
  }
}
