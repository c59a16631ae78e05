import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Account } from '../../accounts/account.entity.js';
import { BigNumber } from '../../database/columns.js';
import type { Mode } from '../../gateways/payment-gateway.js';

/** How far the events of an account that sends receipts are read. No row: receipts are off. */
@Entity('receipt_positions')
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'receipt_positions_account' })
export class ReceiptPosition {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('text')
  mode: Mode;

  /** The last event that was read. */
  @BigNumber()
  sequence: number;
}
