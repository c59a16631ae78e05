import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { BigNumber } from '../database/columns.js';
import type { Mode } from '../gateways/payment-gateway.js';

/** How far the events of one account and mode are numbered. */
@Entity('event_counters')
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'event_counters_account' })
export class EventCounter {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('text')
  mode: Mode;

  @BigNumber()
  lastSequence: number;
}
