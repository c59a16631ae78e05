import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { Transactor } from '../../database/transactor.js';
import type { WorkerTask } from '../../database/worker-loop.js';
import { Waker } from '../../database/waker.js';
import { NUMBERED_TOPIC } from '../../events/event-sequencer.worker.js';

export const DELIVERIES_TOPIC = 'deliveries';

const BATCH = 500;

/** Makes one delivery for every numbered event and every endpoint that wants it, in the order of the sequence. */
@Injectable()
export class DeliveryPlannerWorker implements WorkerTask {
  readonly name = 'delivery-planner';
  readonly topic = NUMBERED_TOPIC;
  readonly pollMs: number;

  constructor(
    private readonly transactor: Transactor,
    private readonly waker: Waker,
    config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  async tick(): Promise<boolean> {
    const isBehind = await this.transactor.run(async (tx) => {
      const [counter] = await tx.query<{
        account_id: string;
        mode: string;
        last_sequence: number;
        planned_sequence: number;
      }>(
        'SELECT * FROM event_counters WHERE planned_sequence < last_sequence ORDER BY account_id, mode LIMIT 1 FOR UPDATE SKIP LOCKED',
      );
      if (!counter) return false;
      const until = Math.min(counter.last_sequence, counter.planned_sequence + BATCH);
      const range = [counter.account_id, counter.mode, counter.planned_sequence, until];
      await tx.run(
        // FOR SHARE: an endpoint that is being removed gets its deliveries before that, and loses them, or gets none.
        `INSERT INTO deliveries (account_id, mode, id, endpoint_id, event_id, status, attempts, due_at, fence, created_at)
         SELECT e.account_id, e.mode, new_id(), t.id, e.id, CASE t.status WHEN 'active' THEN 'due' ELSE 'paused' END, 0,
           CASE t.status WHEN 'active' THEN now() END, 0, now()
         FROM events e JOIN endpoints t ON t.account_id = e.account_id AND t.mode = e.mode
           AND t.status <> 'deleted' AND e.sequence >= t.from_sequence AND (t.events = '{}' OR e.type = ANY (t.events))
         WHERE e.account_id = $1 AND e.mode = $2 AND e.sequence > $3 AND e.sequence <= $4
         FOR SHARE OF t
         ON CONFLICT (account_id, mode, endpoint_id, event_id) DO NOTHING`,
        range,
      );
      await tx.run(
        'UPDATE event_counters SET planned_sequence = $4 WHERE account_id = $1 AND mode = $2 AND planned_sequence = $3',
        range,
      );
      return true;
    });
    if (isBehind) this.waker.wake(DELIVERIES_TOPIC);
    return isBehind;
  }
}
