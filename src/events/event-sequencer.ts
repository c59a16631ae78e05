import { Injectable } from '@nestjs/common';
import { Transactor } from '../database/transactor.js';

/** Any number; it must only be the same in every process. */
const SEQUENCER_LOCK = 714_025_002;
/** Events of one batch, at most. */
export const NUMBERING_BATCH = 1000;

/**
 * Numbers committed events 1, 2, 3 … per account and mode. A counter taken inside every business transaction would make
 * an account's payments queue for it, and a number given before the commit could be overtaken: a reader that has seen
 * 8 would never see a 7 that commits later. Here a number is given only to what is committed, by one process at a time;
 * when that process dies, its lock dies with its connection.
 */
@Injectable()
export class EventSequencer {
  constructor(private readonly transactor: Transactor) {}

  /** Numbers one batch; answers how many events it held, or 0 while another process is at it. */
  async number(): Promise<number> {
    return this.transactor.run(async (tx) => {
      const [lock] = await tx.query<{ held: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS held', [
        SEQUENCER_LOCK,
      ]);
      if (!lock?.held) return 0;
      // A statement of its own: its snapshot must be younger than the lock, or two processes would number the same rows.
      return tx.run(
        `WITH batch AS (
           SELECT account_id, mode, id, position FROM events WHERE sequence IS NULL ORDER BY position LIMIT $1
         ), counted AS (
           INSERT INTO event_counters (account_id, mode, last_sequence)
           SELECT account_id, mode, count(*) FROM batch GROUP BY account_id, mode
           ON CONFLICT (account_id, mode) DO UPDATE SET last_sequence = event_counters.last_sequence + EXCLUDED.last_sequence
           RETURNING account_id, mode, last_sequence
         ), numbered AS (
           SELECT batch.account_id, batch.mode, batch.id,
             counted.last_sequence + 1 - row_number() OVER (PARTITION BY batch.account_id, batch.mode ORDER BY position DESC) AS sequence
           FROM batch JOIN counted USING (account_id, mode)
         )
         UPDATE events SET sequence = numbered.sequence FROM numbered
         WHERE events.account_id = numbered.account_id AND events.mode = numbered.mode AND events.id = numbered.id`,
        [NUMBERING_BATCH],
      );
    });
  }
}
