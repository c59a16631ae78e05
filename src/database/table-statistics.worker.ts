import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Transactor } from './transactor.js';
import type { WorkerTask } from './worker-loop.js';

/** Any number; it must only be the same in every process. */
const STATISTICS_LOCK = 714_025_003;
const ROWS_WORTH_COUNTING = 50;

/**
 * Has PostgreSQL look at tables that it never looked at, or that have doubled since it did. Until then it takes every index that begins with account and mode for equally good, and checks each foreign key by reading all that the
 * account has: on a new or restored database, or one that quickly grows, a burst of work would crawl until autovacuum comes
 * by, up to a minute later. Of a large table autovacuum looks earlier.
 */
@Injectable()
export class TableStatisticsWorker implements WorkerTask {
  readonly name = 'table-statistics';
  readonly topic = 'table-statistics';
  readonly pollMs: number;

  constructor(
    private readonly transactor: Transactor,
    config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  async tick(): Promise<boolean> {
    await this.transactor.run(async (tx) => {
      const [lock] = await tx.query<{ held: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS held', [
        STATISTICS_LOCK,
      ]);
      if (!lock?.held) return;
      const outdated = await tx.query<{ name: string }>(
        `SELECT format('%I.%I', schemaname, relname) AS name FROM pg_stat_user_tables
         WHERE schemaname = current_schema() AND n_live_tup >= $1 AND 2 * n_mod_since_analyze >= n_live_tup`,
        [ROWS_WORTH_COUNTING],
      );
      for (const { name } of outdated) await tx.run(`ANALYZE ${name}`);
    });
    return false;
  }
}
