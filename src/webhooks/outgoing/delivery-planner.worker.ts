import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { Transactor } from '../../database/transactor.js';
import type { WorkerTask } from '../../database/worker-loop.js';
import { Waker } from '../../database/waker.js';
import { NUMBERED_TOPIC } from '../../events/event-sequencer.worker.js';

export const DELIVERIES_TOPIC = 'deliveries';

/**
 * Accounts at once, and events of all of them together: an account with a long backlog holds no other up, and with as many
 * endpoints as an account may have a statement ends in seconds. One that runs into its time limit would do so for ever.
 */
const ACCOUNTS = 200;
const EVENTS = 500;

interface Behind {
  readonly account_id: string;
  readonly mode: string;
  readonly planned: number;
  readonly numbered: number;
}

/** Makes one delivery for every numbered event and every endpoint that wants it. */
@Injectable()
export class DeliveryPlannerWorker implements WorkerTask {
  readonly name = 'delivery-planner';
  readonly topic = NUMBERED_TOPIC;
  readonly pollMs: number;
  readonly paceMs = 20;

  constructor(
    private readonly transactor: Transactor,
    private readonly waker: Waker,
    config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  async tick(): Promise<boolean> {
    const { planned, hasMore } = await this.transactor.run(async (tx) => {
      const behind = await tx.query<Behind>(
        `SELECT p.account_id, p.mode, p.sequence AS planned, c.last_sequence AS numbered
         FROM delivery_positions p JOIN event_counters c ON c.account_id = p.account_id AND c.mode = p.mode
         WHERE p.sequence < c.last_sequence LIMIT $1 FOR UPDATE OF p SKIP LOCKED`,
        [ACCOUNTS],
      );
      if (behind.length === 0) return { planned: 0, hasMore: false };
      const share = Math.max(1, Math.floor(EVENTS / behind.length));
      await tx.run(
        // A statement of its own: its snapshot must be younger than the positions' locks, or it would not see an endpoint
        // that was made a moment ago to begin with one of these events.
        // ORDER BY and LIMIT change nothing but the plan: each event is read once, by its number. Left free, and with statistics
        // of a smaller table, PostgreSQL reads all events of the account for each endpoint.
        // FOR KEY SHARE: an endpoint that is being removed gets its deliveries before that, and loses them, or gets none. No
        // other change of an endpoint is waited for: the events of every account would wait along.
        `WITH behind AS (
           SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) AS b (account_id, mode, planned, until)
         ), planned AS (
           INSERT INTO deliveries (account_id, mode, id, endpoint_id, event_id, status, attempts, due_at, fence, created_at)
           SELECT e.account_id, e.mode, new_id(), t.id, e.id, 'due', 0, now(), 0, now()
           FROM behind b CROSS JOIN LATERAL (
             SELECT account_id, mode, id, type, sequence, endpoint_id FROM events
             WHERE account_id = b.account_id AND mode = b.mode AND sequence > b.planned AND sequence <= b.until
             ORDER BY sequence LIMIT b.until - b.planned) e
           JOIN endpoints t ON t.account_id = e.account_id AND t.mode = e.mode AND t.status <> 'deleted'
             AND CASE WHEN e.endpoint_id IS NULL
               THEN e.sequence >= t.from_sequence AND (t.events = '{}' OR e.type = ANY (t.events))
               ELSE e.endpoint_id = t.id END
           FOR KEY SHARE OF t
           ON CONFLICT (account_id, mode, endpoint_id, event_id) DO NOTHING)
         UPDATE delivery_positions p SET sequence = b.until FROM behind b
         WHERE p.account_id = b.account_id AND p.mode = b.mode AND p.sequence = b.planned`,
        [
          behind.map((position) => position.account_id),
          behind.map((position) => position.mode),
          behind.map((position) => position.planned),
          behind.map((position) => Math.min(position.numbered, position.planned + share)),
        ],
      );
      const isCut = behind.some((position) => position.numbered > position.planned + share);
      return { planned: behind.length, hasMore: isCut || behind.length === ACCOUNTS };
    });
    if (planned > 0) this.waker.wake(DELIVERIES_TOPIC);
    return hasMore;
  }
}
