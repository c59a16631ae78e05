import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Instant } from '../database/columns.js';
import { DueRow } from '../database/owned-row.js';

/** Who wants it: somebody, about one address; or the account's own rule, about everything that is old enough. */
export type ErasureCause = 'request' | 'retention';

/**
 * The forgetting of personal data, from the wish to its end. First the payments are found that it is about, then those of
 * them that have ended are erased, then once more, for what was under way meanwhile. What has not ended is waited for.
 */
@Entity('erasures')
@Check('erasures_mode', `mode IN ('sandbox', 'live')`)
@Check(
  'erasures_cause',
  `(cause = 'request' AND address_hash IS NOT NULL AND ended_before IS NULL) OR (cause = 'retention' AND address_hash IS NULL AND ended_before IS NOT NULL)`,
)
@Check('erasures_address', `(address IS NOT NULL) = (cause = 'request' AND collected_at IS NULL)`)
@Check('erasures_due', '(due_at IS NULL) = (finished_at IS NOT NULL)')
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'erasures_account' })
@Index('erasures_due_at', ['dueAt'], { where: 'due_at IS NOT NULL' })
// Of a kind that TypeORM cannot say; the migration makes it.
@Index('erasures_under_way', { synchronize: false })
export class Erasure extends DueRow {
  @Column('text')
  cause: ErasureCause;

  /** Sealed, and gone as soon as everything is found that it is about. */
  @Column('text', { nullable: true })
  address: string | null;

  /** HMAC of account, mode and address: tells whether an address was asked for, to whoever has both it and the pepper. */
  @Column('bytea', { nullable: true })
  addressHash: Buffer | null;

  /** What has ended and not changed since is old enough. */
  @Instant({ nullable: true })
  endedBefore: Date | null;

  @Column('integer')
  erasedPayments: number;

  /** Mails to the address about payments of others. */
  @Column('integer')
  erasedNotifications: number;

  /** Since when every payment that it is about is known. */
  @Instant({ nullable: true })
  collectedAt: Date | null;

  @Instant({ nullable: true })
  finishedAt: Date | null;

  @Instant()
  createdAt: Date;
}
