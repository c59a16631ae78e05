import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Connection } from '../connections/connection.entity.js';
import { Instant } from '../database/columns.js';
import { OwnedRow } from '../database/owned-row.js';

/** What the newest comparison of one UTC day brought; `id` is the connection's. Figures of a list are null where there is none. */
@Entity('reconciled_days')
@ForeignKey(() => Connection, ['accountId', 'mode', 'id'], ['accountId', 'mode', 'id'], {
  name: 'reconciled_days_connection',
})
export class ReconciledDay extends OwnedRow {
  /** `2026-11-20`. */
  @PrimaryColumn('text')
  day: string;

  @Instant()
  checkedAt: Date;

  /** Until when, within the day or after it. */
  @Instant()
  through: Date;

  /** Payments that the provider created that day. */
  @Column('integer', { nullable: true })
  listed: number | null;

  /** Of them, those that are not this connection's. */
  @Column('integer', { nullable: true })
  unknown: number | null;

  /** Of them, those that are being made at this moment. */
  @Column('integer', { nullable: true })
  inFlight: number | null;

  /** Checkouts that stood otherwise at the provider. */
  @Column('integer', { nullable: true })
  differences: number | null;

  /** Checkouts that the provider did not list. */
  @Column('integer', { nullable: true })
  missing: number | null;

  /** Looks that were asked for. */
  @Column('integer')
  asked: number;
}
