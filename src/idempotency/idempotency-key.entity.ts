import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Instant } from '../database/columns.js';
import type { Mode } from '../gateways/payment-gateway.js';

/** One `Idempotency-Key` of one route: what was asked, the id its work goes by, and the answer once there is one. */
@Entity('idempotency_keys')
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'idempotency_keys_account' })
@Index('idempotency_keys_expiry', ['expiresAt'])
// An index over the elements of a list, which TypeORM cannot say; the migration makes it.
@Index('idempotency_keys_subjects', { synchronize: false })
export class IdempotencyKey {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('text')
  mode: Mode;

  /** `POST /v1/links`: the template, since ids in the path are part of the fingerprint. */
  @PrimaryColumn('text')
  route: string;

  @PrimaryColumn('text')
  key: string;

  /** SHA-256 of path and body. */
  @Column('bytea')
  fingerprint: Buffer;

  /** Given before the work begins: a retry after a crash goes by the same id and finds what the first try left. */
  @Column('uuid')
  resourceId: string;

  @Column('integer', { nullable: true })
  answerStatus: number | null;

  @Column('text', { nullable: true })
  answerType: string | null;

  /** The bytes that were sent, or would have been; sealed. */
  @Column('text', { nullable: true })
  answerBody: string | null;

  /** The payments and links that the answer names; null: not noted. */
  @Column('uuid', { array: true, nullable: true })
  subjects: string[] | null;

  @Instant({ nullable: true })
  leasedUntil: Date | null;

  @Column('integer')
  fence: number;

  @Instant()
  createdAt: Date;

  @Instant()
  expiresAt: Date;
}
