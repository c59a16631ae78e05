import { Column, PrimaryColumn } from 'typeorm';
import type { Mode } from '../gateways/payment-gateway.js';
import { Instant } from './columns.js';

/** Names one row of one account in one mode. */
export interface RowKey {
  readonly accountId: string;
  readonly mode: Mode;
  readonly id: string;
}

/**
 * Whatever belongs to an account carries the account and the mode in its primary key, and every reference carries them
 * too: a sandbox row cannot point at a live one, nor a row of one account at another's, whatever the code does.
 */
export abstract class OwnedRow implements RowKey {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('text')
  mode: Mode;

  /** UUIDv7. */
  @PrimaryColumn('uuid')
  id: string;

  get key(): RowKey {
    return { accountId: this.accountId, mode: this.mode, id: this.id };
  }
}

/** Work that is due stands on the row it concerns; see `claim-due.ts`. */
export abstract class DueRow extends OwnedRow {
  /** When there is something to do; null: nothing. */
  @Instant({ nullable: true })
  dueAt: Date | null;

  /** Until then the row belongs to the worker that claimed it; by the database's clock. */
  @Instant({ nullable: true })
  leasedUntil: Date | null;

  /** Grows with every claim. A write that names an older fence comes from a worker that lost its lease, and hits nothing. */
  @Column('integer')
  fence: number;
}
