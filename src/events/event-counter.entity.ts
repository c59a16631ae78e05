import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { BigNumber } from '../database/columns.js';
import type { Mode } from '../gateways/payment-gateway.js';

/** How far the events of one account and mode are numbered, and how far deliveries were made of them. */
@Entity('event_counters')
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'event_counters_account' })
@Index('event_counters_behind', ['accountId', 'mode'], { where: 'planned_sequence < last_sequence' })
export class EventCounter {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('text')
  mode: Mode;

  @BigNumber()
  lastSequence: number;

  @BigNumber({ default: 0 })
  plannedSequence: number;
}
