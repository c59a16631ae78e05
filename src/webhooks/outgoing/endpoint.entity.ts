import { Check, Column, Entity, ForeignKey } from 'typeorm';
import { Account } from '../../accounts/account.entity.js';
import { BigNumber, Instant } from '../../database/columns.js';
import { OwnedRow } from '../../database/owned-row.js';

export type EndpointStatus = 'active' | 'paused' | 'deleted';

/** `gone`: it answered 410. `failing`: nothing but failures for too long. */
export type PauseReason = 'gone' | 'failing';

/** An ERP's URL that receives events. */
@Entity('endpoints')
@Check('endpoints_mode', `mode IN ('sandbox', 'live')`)
@Check('endpoints_status', `status IN ('active', 'paused', 'deleted')`)
@Check(
  'endpoints_pause',
  `(status = 'paused') = (paused_at IS NOT NULL) AND (paused_at IS NULL) = (pause_reason IS NULL)`,
)
@Check('endpoints_pause_reason', `pause_reason IN ('gone', 'failing')`)
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

  /** The first failure since the last success; null while deliveries succeed. */
  @Instant({ nullable: true })
  failingSince: Date | null;

  /** When `endpoint.warning` was told of the present failures. */
  @Instant({ nullable: true })
  warnedAt: Date | null;

  @Instant({ nullable: true })
  pausedAt: Date | null;

  @Column('text', { nullable: true })
  pauseReason: PauseReason | null;

  @Instant()
  createdAt: Date;

  @Instant()
  updatedAt: Date;

  /** Active, as if it had never failed. */
  resume(now: Date): void {
    Object.assign(this, { status: 'active', failingSince: null, warnedAt: null, pausedAt: null, pauseReason: null });
    this.updatedAt = now;
  }
}
