import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import type { RowKey } from '../../database/owned-row.js';
import type { Sql } from '../../database/sql.js';
import { Transactor } from '../../database/transactor.js';
import { Waker } from '../../database/waker.js';
import { DELIVERIES_TOPIC } from './delivery-planner.worker.js';
import { NEW_ROUND, ROUND_CHUNK } from './delivery-round.js';
import type { DeliveryStatus } from './delivery.entity.js';
import type { Endpoint } from './endpoint.entity.js';
import { EndpointsService } from './endpoints.service.js';

interface Missed {
  readonly status: DeliveryStatus;
  /** Which of that status; `t` is the endpoint. */
  readonly condition: string;
}

interface Chunk extends Missed {
  /** The event behind which it begins. */
  readonly after: string;
}

/**
 * Given up while the endpoint did nothing but fail; a 410 pauses at once, whatever was before, and the pause is noted a
 * moment after the attempt.
 */
const GIVEN_UP: Missed = {
  status: 'exhausted',
  condition: `EXISTS (SELECT FROM delivery_attempts a WHERE a.account_id = deliveries.account_id AND a.mode = deliveries.mode
    AND a.delivery_id = deliveries.id AND a.number = deliveries.attempts
    AND a.at >= coalesce(t.failing_since, t.paused_at - interval '1 minute'))`,
};

/** Failed in its present round, so that its next attempt may be a day away; not what is under way. */
const WAITING: Missed = {
  status: 'due',
  condition: `deliveries.attempts > deliveries.attempts_before
    AND (deliveries.leased_until IS NULL OR deliveries.leased_until <= now())`,
};

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Takes an endpoint into use again, and delivers what it missed. */
@Injectable()
export class EndpointResumption {
  constructor(
    private readonly transactor: Transactor,
    private readonly endpoints: EndpointsService,
    private readonly waker: Waker,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes due at once what failed on its way to the endpoint, and the endpoint active, after which what waited for it flows
   * too. One that is active already and fails gets its deliveries now. If the process dies in between, the endpoint is as
   * before and can be resumed again. Throws `not_found`.
   */
  async resume(key: RowKey): Promise<Endpoint> {
    for (const missed of [GIVEN_UP, WAITING]) await this.release(key, missed);
    const resumed = await this.transactor.run(async (tx) => {
      const endpoint = await this.endpoints.lock(tx, key);
      endpoint.resume(this.clock.now());
      const set = ['status', 'failingSince', 'warnedAt', 'pausedAt', 'pauseReason', 'updatedAt'];
      await tx.write({ update: [{ row: endpoint, set }] });
      return endpoint;
    });
    this.waker.wake(DELIVERIES_TOPIC);
    return resumed;
  }

  /** Once through the deliveries in that status, in the order of their events: workers may add others meanwhile. */
  private async release(key: RowKey, missed: Missed): Promise<void> {
    let after: string | null = BEFORE_ALL;
    while (after !== null) {
      const chunk: Chunk = { ...missed, after };
      after = await this.transactor.run((tx) => this.releaseChunk(tx, key, chunk));
    }
  }

  /** Answers the event of the chunk's last delivery, or null when there was none. */
  private async releaseChunk(tx: Sql, key: RowKey, { status, condition, after }: Chunk): Promise<string | null> {
    await this.endpoints.lock(tx, key);
    const [chunk] = await tx.query<{ last: string | null }>(
      // By an array: a join with the chunk tempts the planner to read everything that the account has for every row of it.
      `WITH chunk AS MATERIALIZED (
         SELECT id, event_id FROM deliveries
         WHERE account_id = $1 AND mode = $2 AND endpoint_id = $3 AND status = '${status}' AND event_id > $4
         ORDER BY event_id LIMIT $5
       ), released AS (
         UPDATE deliveries SET ${NEW_ROUND} FROM endpoints t
         WHERE deliveries.account_id = $1 AND deliveries.mode = $2 AND deliveries.id = ANY (ARRAY(SELECT id FROM chunk))
           AND t.account_id = $1 AND t.mode = $2 AND t.id = $3 AND deliveries.status = '${status}' AND ${condition}
       )
       SELECT max(event_id::text) AS last FROM chunk`,
      [key.accountId, key.mode, key.id, after, ROUND_CHUNK],
    );
    return chunk!.last;
  }
}
