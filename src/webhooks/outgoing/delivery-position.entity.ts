import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Account } from '../../accounts/account.entity.js';
import { BigNumber } from '../../database/columns.js';
import type { Mode } from '../../gateways/payment-gateway.js';

/**
 * How far the events of one account and mode have been planned for delivery. A row of its own beside the counter of events:
 * in one row, numbering and planning would wait for each other's commits. Accounts that never had an endpoint have none.
 */
@Entity('delivery_positions')
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'delivery_positions_account' })
export class DeliveryPosition {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('text')
  mode: Mode;

  /** Of the last event that has its deliveries. */
  @BigNumber()
  sequence: number;
}
