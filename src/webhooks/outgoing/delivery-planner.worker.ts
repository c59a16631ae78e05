import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { Transactor } from '../../database/transactor.js';
import type { WorkerTask } from '../../database/worker-loop.js';
import { Waker } from '../../database/waker.js';
import { NUMBERED_TOPIC } from '../../events/event-sequencer.worker.js';

export const DELIVERIES_TOPIC = 'deliveries';

/** Accounts at once, and events of each: an account with a long backlog holds no other up. */
const ACCOUNTS = 200;
const EVENTS_PER_ACCOUNT = 500;

/** Makes one delivery for every numbered event and every endpoint that wants it. */
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
    const planned = await this.transactor.run(async (tx) => {
      const behind = await tx.query<{ account_id: string; mode: string; planned: number; until: number }>(
        `SELECT p.account_id, p.mode, p.sequence AS planned, least(c.last_sequence, p.sequence + $2) AS until
         FROM delivery_positions p JOIN event_counters c ON c.account_id = p.account_id AND c.mode = p.mode
         WHERE p.sequence < c.last_sequence LIMIT $1 FOR UPDATE OF p SKIP LOCKED`,
        [ACCOUNTS, EVENTS_PER_ACCOUNT],
      );
      if (behind.length === 0) return 0;
      await tx.run(
        // A statement of its own: its snapshot must be younger than the positions' locks, or it would not see an endpoint
        // that was made a moment ago to begin with one of these events.
        // FOR SHARE: an endpoint that is being removed gets its deliveries before that, and loses them, or gets none.
        `WITH behind AS (
           SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) AS b (account_id, mode, planned, until)
         ), planned AS (
           INSERT INTO deliveries (account_id, mode, id, endpoint_id, event_id, status, attempts, due_at, fence, created_at)
           SELECT e.account_id, e.mode, new_id(), t.id, e.id, 'due', 0, now(), 0, now()
           FROM behind b JOIN events e ON e.account_id = b.account_id AND e.mode = b.mode
             AND e.sequence > b.planned AND e.sequence <= b.until
           JOIN endpoints t ON t.account_id = e.account_id AND t.mode = e.mode AND t.status <> 'deleted'
             AND CASE WHEN e.endpoint_id IS NULL
               THEN e.sequence >= t.from_sequence AND (t.events = '{}' OR e.type = ANY (t.events))
               ELSE e.endpoint_id = t.id END
           FOR SHARE OF t
           ON CONFLICT (account_id, mode, endpoint_id, event_id) DO NOTHING)
         UPDATE delivery_positions p SET sequence = b.until FROM behind b
         WHERE p.account_id = b.account_id AND p.mode = b.mode AND p.sequence = b.planned`,
        [
          behind.map((position) => position.account_id),
          behind.map((position) => position.mode),
          behind.map((position) => position.planned),
          behind.map((position) => position.until),
        ],
      );
      return behind.length;
    });
    if (planned > 0) this.waker.wake(DELIVERIES_TOPIC);
    return planned > 0;
  }
}
