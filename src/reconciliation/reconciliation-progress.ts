import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import type { DayFigures } from './day-comparison.service.js';
import { dayAfter } from './reconciliation-days.js';
import type { Reconciliation, ReconciliationFailure } from './reconciliation.entity.js';

/** Another worker has claimed the run since: ours took longer than its lease. */
export class LostLease extends Error {
  override readonly name = 'LostLease';
}

/** How far a run has come, as it stands in the database. Whoever has lost the lease writes nothing. */
@Injectable()
export class ReconciliationProgress {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Fixes what the run compares: payments that come later are the next one's. */
  async begin(
    claimed: Reconciliation,
    run: { through: Date; nextDay: string },
  ): Promise<{ through: Date; nextDay: string }> {
    await this.write(claimed, 'through = $5, next_day = $6', [run.through, run.nextDay]);
    return run;
  }

  async dayDone(
    claimed: Reconciliation,
    { day, through, figures }: { day: string; through: Date; figures: DayFigures },
  ): Promise<void> {
    const { listed, unknown, inFlight, differences, missing, asked } = figures;
    const noted = await this.database.run(
      `WITH held AS (
         UPDATE reconciliations SET next_day = $5 WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4
         RETURNING account_id, mode, id)
       INSERT INTO reconciled_days
         (account_id, mode, id, day, checked_at, through, listed, unknown, in_flight, differences, missing, asked)
       SELECT account_id, mode, id, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM held
       ON CONFLICT (account_id, mode, id, day) DO UPDATE SET
         checked_at = excluded.checked_at, through = excluded.through, listed = excluded.listed,
         unknown = excluded.unknown, in_flight = excluded.in_flight, differences = excluded.differences,
         missing = excluded.missing, asked = excluded.asked`,
      [
        ...this.holderOf(claimed),
        dayAfter(day),
        day,
        this.clock.now(),
        through,
        listed,
        unknown,
        inFlight,
        differences,
        missing,
        asked,
      ],
    );
    if (noted === 0) throw new LostLease();
  }

  async finish(claimed: Reconciliation, { through, dueAt }: { through: Date; dueAt: Date }): Promise<void> {
    await this.write(
      claimed,
      `through = NULL, next_day = NULL, reconciled_to = $5, finished_at = $6, due_at = $7, leased_until = NULL,
       failed_tries = 0, failing_since = NULL, failure = NULL`,
      [through, this.clock.now(), dueAt],
    );
  }

  async putOff(
    claimed: Reconciliation,
    { failure, dueAt }: { failure: ReconciliationFailure; dueAt: Date },
  ): Promise<void> {
    await this.write(
      claimed,
      `failed_tries = failed_tries + 1, failing_since = coalesce(failing_since, $5), failure = $6, due_at = $7,
       leased_until = NULL`,
      [this.clock.now(), JSON.stringify(failure), dueAt],
    ).catch(ignoreLostLease);
  }

  /** Whoever claims it next goes on with it. */
  async release(claimed: Reconciliation): Promise<void> {
    await this.write(claimed, 'leased_until = NULL').catch(ignoreLostLease);
  }

  private async write(claimed: Reconciliation, set: string, values: readonly unknown[] = []): Promise<void> {
    const hit = await this.database.run(
      `UPDATE reconciliations SET ${set} WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4`,
      [...this.holderOf(claimed), ...values],
    );
    if (hit === 0) throw new LostLease();
  }

  private holderOf({ accountId, mode, id, fence }: Reconciliation): readonly unknown[] {
    return [accountId, mode, id, fence];
  }
}

function ignoreLostLease(error: unknown): void {
  if (!(error instanceof LostLease)) throw error;
}
