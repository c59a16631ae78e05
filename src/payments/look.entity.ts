import { Column, Entity, ForeignKey, Index } from 'typeorm';
import { Instant } from '../database/columns.js';
import { OwnedRow } from '../database/owned-row.js';
import { Checkout } from './checkout.entity.js';

/** What the provider said of a checkout, as long as it said the same: a sweep of thirty days that finds nothing new is one row. */
@Entity('looks')
@ForeignKey(() => Checkout, ['accountId', 'mode', 'checkoutId'], ['accountId', 'mode', 'id'], {
  name: 'looks_checkout',
})
@Index('looks_of_checkout', ['accountId', 'mode', 'checkoutId', 'lastAt'])
export class Look extends OwnedRow {
  @Column('uuid')
  checkoutId: string;

  /** The snapshot's status, or the kind of the failure. */
  @Column('text')
  outcome: string;

  /** More of what the provider said; without secrets and payer data. */
  @Column('text', { nullable: true })
  detail: string | null;

  /** How often in a row. */
  @Column('integer')
  times: number;

  @Instant()
  firstAt: Date;

  @Instant()
  lastAt: Date;

  /** Of the last one. */
  @Column('integer')
  durationMs: number;
}
