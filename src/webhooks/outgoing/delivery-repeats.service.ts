import { Injectable } from '@nestjs/common';
import { DomainError, wrongField } from '../../common/domain-error.js';
import { Database } from '../../database/database.js';
import type { RowKey } from '../../database/owned-row.js';
import type { Sql } from '../../database/sql.js';
import { Transactor } from '../../database/transactor.js';
import { Waker } from '../../database/waker.js';
import { DELIVERIES_TOPIC } from './delivery-planner.worker.js';
import { NEW_ROUND, ROUND_CHUNK } from './delivery-round.js';
import type { EndpointStatus } from './endpoint.entity.js';
import { EndpointsService } from './endpoints.service.js';

export interface SequenceRange {
  readonly fromSequence: number;
  /** Without it: up to the newest. */
  readonly toSequence?: number | undefined;
}

export interface ReplayedRange {
  /** How many became due. */
  readonly deliveries: number;
  /** Where to go on; null: the range is done. */
  readonly nextSequence: number | null;
}

/** Sequences have no gaps: so many events at most. */
const MAX_REPLAYED = 10_000;

/** Delivers once more what somebody asks for, whatever became of it before. */
@Injectable()
export class DeliveryRepeats {
  constructor(
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly endpoints: EndpointsService,
    private readonly waker: Waker,
  ) {}

  /** One delivery. Throws `not_found`, and `state_conflict` if its endpoint takes none. */
  async retry(key: RowKey): Promise<void> {
    await this.transactor.run(async (tx) => {
      refuseInactive(await this.endpointStatusOf(tx, key));
      await tx.run(`UPDATE deliveries SET ${NEW_ROUND} WHERE account_id = $1 AND mode = $2 AND id = $3`, [
        key.accountId,
        key.mode,
        key.id,
      ]);
    });
    this.waker.wake(DELIVERIES_TOPIC);
  }

  /**
   * Every event of the range that the endpoint wants, also from before it was made; for a paused endpoint they wait until it
   * is resumed. Events that have no deliveries yet are left to the planner. Throws `not_found` and `validation_failed`.
   */
  async replay(key: RowKey, { fromSequence, toSequence }: SequenceRange): Promise<ReplayedRange> {
    if (toSequence !== undefined && toSequence < fromSequence)
      throw wrongField('toSequence', 'min', 'toSequence must not be less than fromSequence');
    await this.endpoints.get(key);
    const planned = await this.plannedSequence(key);
    const last = Math.min(toSequence ?? planned, planned);
    const end = Math.min(last, fromSequence + MAX_REPLAYED - 1);
    let deliveries = 0;
    for (let first = fromSequence; first <= end; first += ROUND_CHUNK) {
      const chunk = { fromSequence: first, toSequence: Math.min(end, first + ROUND_CHUNK - 1) };
      deliveries += await this.transactor.run((tx) => this.replayChunk(tx, key, chunk));
    }
    this.waker.wake(DELIVERIES_TOPIC);
    return { deliveries, nextSequence: end < last ? end + 1 : null };
  }

  private replayChunk(tx: Sql, key: RowKey, range: Required<SequenceRange>): Promise<number> {
    return tx.run(
      // The planner's choice of events, save that the endpoint's own beginning does not count. FOR KEY SHARE: before the
      // endpoint is removed, or not at all.
      `INSERT INTO deliveries (account_id, mode, id, endpoint_id, event_id, status, attempts, due_at, fence, created_at)
       SELECT e.account_id, e.mode, new_id(), t.id, e.id, 'due', 0, now(), 0, now()
       FROM endpoints t JOIN events e ON e.account_id = t.account_id AND e.mode = t.mode
         AND CASE WHEN e.endpoint_id IS NULL THEN t.events = '{}' OR e.type = ANY (t.events) ELSE e.endpoint_id = t.id END
       WHERE t.account_id = $1 AND t.mode = $2 AND t.id = $3 AND t.status <> 'deleted' AND e.sequence BETWEEN $4 AND $5
       ORDER BY e.sequence
       FOR KEY SHARE OF t
       ON CONFLICT (account_id, mode, endpoint_id, event_id) DO UPDATE SET ${NEW_ROUND}`,
      [key.accountId, key.mode, key.id, range.fromSequence, range.toSequence],
    );
  }

  private async plannedSequence({ accountId, mode }: RowKey): Promise<number> {
    const [position] = await this.database.query<{ sequence: number }>(
      'SELECT sequence FROM delivery_positions WHERE account_id = $1 AND mode = $2',
      [accountId, mode],
    );
    return position?.sequence ?? 0;
  }

  /** It stays so until the end of the transaction. */
  private async endpointStatusOf(tx: Sql, { accountId, mode, id }: RowKey): Promise<EndpointStatus> {
    const [endpoint] = await tx.query<{ status: EndpointStatus }>(
      `SELECT t.status FROM deliveries d JOIN endpoints t
         ON t.account_id = d.account_id AND t.mode = d.mode AND t.id = d.endpoint_id
       WHERE d.account_id = $1 AND d.mode = $2 AND d.id = $3 FOR SHARE OF t`,
      [accountId, mode, id],
    );
    if (!endpoint) throw new DomainError('not_found', 'There is no such delivery.');
    return endpoint.status;
  }
}

function refuseInactive(status: EndpointStatus): void {
  if (status === 'deleted') throw new DomainError('state_conflict', 'The endpoint of this delivery was removed.');
  if (status === 'paused') {
    throw new DomainError(
      'state_conflict',
      'The endpoint of this delivery is paused. Resume the endpoint: it then gets everything that it missed.',
    );
  }
}
