import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Mode } from '../gateways/payment-gateway.js';
import { Account } from './account.entity.js';

/** How much of its limit an account has used in a mode, over all processes. */
@Entity('rate_limits')
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'rate_limits_account' })
export class RateLimitRow {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('text')
  mode: Mode;

  /** When the bucket will be full again; each request moves it on by what one request costs. To the microsecond. */
  @Column('timestamp with time zone')
  fullAt: Date;
}
