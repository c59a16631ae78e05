import { Check, Column, Entity, ForeignKey } from 'typeorm';
import { Account } from '../../accounts/account.entity.js';
import { BigNumber, Instant } from '../../database/columns.js';
import { OwnedRow } from '../../database/owned-row.js';

export type EndpointStatus = 'active' | 'paused' | 'deleted';

/** An ERP's URL that receives events. */
@Entity('endpoints')
@Check('endpoints_mode', `mode IN ('sandbox', 'live')`)
@Check('endpoints_status', `status IN ('active', 'paused', 'deleted')`)
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'endpoints_account' })
export class Endpoint extends OwnedRow {
  @Column('text')
  url: string;

  @Column('text', { nullable: true })
  description: string | null;

  /** Event types; empty: all. */
  @Column('text', { array: true })
  events: string[];

  /** Sealed JSON list of `{ secret, until }`, newest first; `until` is null for the current one. */
  @Column('text')
  secrets: string;

  @Column('text')
  status: EndpointStatus;

  /** Events from this sequence on are delivered. */
  @BigNumber()
  fromSequence: number;

  @Instant()
  createdAt: Date;

  @Instant()
  updatedAt: Date;
}
