import { Injectable } from '@nestjs/common';
import { ConnectionsService } from '../connections/connections.service.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { connectionDayOf, type ConnectionDay, type OrphanCounts } from './connection-day.js';
import { dayAfter, startOf } from './reconciliation-days.js';
import { ReconciledDay } from './reconciled-day.entity.js';
import { Reconciliation } from './reconciliation.entity.js';

type Owner = Pick<RowKey, 'accountId' | 'mode'>;

const NONE: OrphanCounts = { adopted: 0, closed: 0, underWay: 0 };

/** How far an account's connections have been compared with their providers. */
@Injectable()
export class ReconciliationStates {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly database: Database,
  ) {}

  /** Of every connection that is not deleted, in the order in which they are tried; `days` are UTC days, oldest first. */
  async ofDays(owner: Owner, days: readonly string[]): Promise<ConnectionDay[]> {
    const values = [owner.accountId, owner.mode];
    const [connections, runs, results, orphans] = await Promise.all([
      this.connections.list(owner),
      this.database.select(Reconciliation, 'WHERE account_id = $1 AND mode = $2', values),
      this.database.select(ReconciledDay, 'WHERE account_id = $1 AND mode = $2 AND day = ANY ($3)', [...values, days]),
      this.orphansOf(owner, days),
    ]);
    return connections.map((connection) => {
      const { search } = this.connections.profileOf(connection.provider)?.capabilities ?? {};
      const record = {
        connection,
        method: search === 'always' ? 'list' : 'look',
        run: runs.find(({ id }) => id === connection.id),
        results: results.filter(({ id }) => id === connection.id),
        orphans: orphans.get(connection.id) ?? NONE,
      } as const;
      return connectionDayOf(record, days);
    });
  }

  /** One connection's days, newest first. */
  newest({ accountId, mode, id }: RowKey, limit: number): Promise<ReconciledDay[]> {
    return this.database.select(
      ReconciledDay,
      'WHERE account_id = $1 AND mode = $2 AND id = $3 ORDER BY day DESC LIMIT $4',
      [accountId, mode, id, limit],
    );
  }

  /** By connection id, those that were made in these days. */
  private async orphansOf(
    { accountId, mode }: Owner,
    days: readonly string[],
  ): Promise<ReadonlyMap<string, OrphanCounts>> {
    const rows = await this.database.query<{ id: string; adopted: number; closed: number; under_way: number }>(
      `SELECT connection_id AS id,
         (count(*) FILTER (WHERE state = 'adopted'))::integer AS adopted,
         (count(*) FILTER (WHERE state = 'closed'))::integer AS closed,
         (count(*) FILTER (WHERE state = 'under_way'))::integer AS under_way
       FROM (
         SELECT connection_id, CASE
           WHEN amount_paid > 0 OR status = 'authorized' OR found ->> 'status' IN ('paid', 'authorized') THEN 'adopted'
           WHEN looked_at IS NULL OR due_at IS NOT NULL THEN 'under_way'
           ELSE 'closed' END AS state
         FROM checkouts
         WHERE account_id = $1 AND mode = $2 AND found IS NOT NULL AND created_at >= $3 AND created_at < $4) orphans
       GROUP BY connection_id`,
      [accountId, mode, startOf(days[0]!), startOf(dayAfter(days.at(-1)!))],
    );
    return new Map(
      rows.map(({ id, adopted, closed, under_way: underWay }) => [id, { adopted, closed, underWay }] as const),
    );
  }
}
