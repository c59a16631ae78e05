import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Connection } from '../connections/connection.entity.js';
import { Instant } from '../database/columns.js';
import { DueRow } from '../database/owned-row.js';

/** For people: no secrets and no payer data. */
export interface ReconciliationFailure {
  /** The kind of a provider's failure, or `internal`. */
  readonly code: string;
  readonly message: string;
}

/**
 * Where the comparison of one connection with its provider stands; `id` is the connection's. `due_at` is the next run, or
 * the next try of the one under way; null: nobody needs one any more.
 */
@Entity('reconciliations')
@Check('reconciliations_under_way', '(next_day IS NULL) = (through IS NULL)')
@ForeignKey(() => Connection, ['accountId', 'mode', 'id'], ['accountId', 'mode', 'id'], {
  name: 'reconciliations_connection',
})
@Index('reconciliations_due', ['dueAt'], { where: 'due_at IS NOT NULL' })
export class Reconciliation extends DueRow {
  /** Until which instant the run under way compares; null: none is under way. */
  @Instant({ nullable: true })
  through: Date | null;

  /** The first UTC day that it has not done yet. */
  @Column('text', { nullable: true })
  nextDay: string | null;

  /** `through` of the last run that came to its end. */
  @Instant({ nullable: true })
  reconciledTo: Date | null;

  @Instant({ nullable: true })
  finishedAt: Date | null;

  /** In a row. */
  @Column('integer')
  failedTries: number;

  @Instant({ nullable: true })
  failingSince: Date | null;

  @Column('jsonb', { nullable: true })
  failure: ReconciliationFailure | null;

  @Instant()
  createdAt: Date;
}
