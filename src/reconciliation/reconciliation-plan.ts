import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { AppConfig } from '../config/app-config.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import type { Mode } from '../gateways/payment-gateway.js';
import { nextSlot } from './reconciliation-days.js';

/** Payments may be paid late through a connection that takes no new ones. */
const LATELY_USED = `(connections.enabled AND connections.deleted_at IS NULL
  OR connections.updated_at > $1::timestamptz - interval '7 days'
  OR EXISTS (
    SELECT FROM checkouts
    WHERE checkouts.account_id = connections.account_id AND checkouts.mode = connections.mode
      AND checkouts.connection_id = connections.id AND checkouts.status IN ('creating', 'open', 'authorized')))`;

/** Which connections are compared with their providers, and when next. */
@Injectable()
export class ReconciliationPlan {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Gives every connection in use its next run, and takes it from those that are not any more. Repeating it changes nothing. */
  async extend(): Promise<void> {
    const now = this.clock.now();
    const seconds = this.config.reconciliationSeconds;
    const unplanned = await this.database.query<{ account_id: string; mode: Mode; id: string }>(
      `SELECT connections.account_id, connections.mode, connections.id FROM connections
         LEFT JOIN reconciliations USING (account_id, mode, id)
       WHERE reconciliations.due_at IS NULL AND ${LATELY_USED}`,
      [now],
    );
    for (const row of unplanned) {
      // There is nothing to compare yet, and much else to do, where a connection was made a moment ago.
      const after = new Date(now.getTime() + seconds * 500);
      const dueAt = nextSlot({ connectionId: row.id, after, seconds });
      await this.plan({ accountId: row.account_id, mode: row.mode, id: row.id }, dueAt);
    }
    await this.database.run(
      `UPDATE reconciliations SET due_at = NULL FROM connections
       WHERE reconciliations.due_at <= $1 AND reconciliations.next_day IS NULL
         AND connections.account_id = reconciliations.account_id AND connections.mode = reconciliations.mode
         AND connections.id = reconciliations.id AND NOT (${LATELY_USED})`,
      [now],
    );
    // The interval was made shorter: what was planned for the longer one comes sooner.
    await this.database.run('UPDATE reconciliations SET due_at = $1 WHERE due_at > $1 AND next_day IS NULL', [
      new Date(now.getTime() + seconds * 1500),
    ]);
  }

  /** Gives a connection a run, unless it has one already. */
  async plan(connection: RowKey, dueAt: Date): Promise<void> {
    await this.database.run(
      `INSERT INTO reconciliations (account_id, mode, id, due_at, fence, failed_tries, created_at)
       VALUES ($1, $2, $3, $4, 0, 0, $5)
       ON CONFLICT (account_id, mode, id) DO UPDATE SET due_at = excluded.due_at WHERE reconciliations.due_at IS NULL`,
      [connection.accountId, connection.mode, connection.id, dueAt, this.clock.now()],
    );
  }
}
