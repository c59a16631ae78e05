import { Check, Column, Entity, ForeignKey, Generated, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { BigNumber, Instant } from '../database/columns.js';
import { OwnedRow } from '../database/owned-row.js';

/**
 * One thing that happened. Written in the transaction that made it happen; afterwards the database lets only the
 * sequencer touch it, once, to number it.
 */
@Entity('events')
@Check('events_mode', `mode IN ('sandbox', 'live')`)
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'events_account' })
@Index('events_sequence', ['accountId', 'mode', 'sequence'], { unique: true })
@Index('events_one_per_version', ['accountId', 'mode', 'paymentId', 'paymentVersion'], { unique: true })
@Index('events_of_type', ['accountId', 'mode', 'type', 'sequence'])
@Index('events_unnumbered', ['position'], { where: 'sequence IS NULL' })
export class Event extends OwnedRow {
  /** The order of writing: right for the events of one payment, whose row is locked meanwhile; with holes after rollbacks. */
  @Column('bigint')
  @Generated('increment')
  position: number;

  /** 1, 2, 3 … per account and mode without gaps, given after the commit; null until then. */
  @BigNumber({ nullable: true })
  sequence: number | null;

  /** `payment.paid`. */
  @Column('text')
  type: string;

  @Column('uuid', { nullable: true })
  paymentId: string | null;

  /** The payment's version that this event made. */
  @Column('integer', { nullable: true })
  paymentVersion: number | null;

  /** The only endpoint that it is for; null: every endpoint that wants its type. */
  @Column('uuid', { nullable: true })
  endpointId: string | null;

  /** JSON, not JSONB: the text that was written is the text that is sent, over all retries. */
  @Column('json')
  data: object;

  @Column('json', { nullable: true })
  previous: object | null;

  @Instant()
  createdAt: Date;
}
