import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { Waker } from '../database/waker.js';
import { EVENTS_TOPIC } from './event-log.js';
import { EventSequencer, NUMBERING_BATCH } from './event-sequencer.js';

export const NUMBERED_TOPIC = 'events-numbered';

@Injectable()
export class EventSequencerWorker implements WorkerTask {
  readonly name = 'event-sequencer';
  readonly topic = EVENTS_TOPIC;
  readonly pollMs: number;
  readonly paceMs = 20;

  constructor(
    private readonly sequencer: EventSequencer,
    private readonly waker: Waker,
    config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  async tick(): Promise<boolean> {
    const numbered = await this.sequencer.number();
    if (numbered > 0) this.waker.wake(NUMBERED_TOPIC);
    return numbered === NUMBERING_BATCH;
  }
}
