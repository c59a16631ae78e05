import { Injectable } from '@nestjs/common';
import type { Sql } from '../database/sql.js';
import type { Payment } from './payment.entity.js';

export interface PaymentLink {
  readonly id: string;
  readonly url: string;
  readonly status: 'active' | 'paid' | 'canceled' | 'expired';
}

export interface LinkOwner {
  /** Of payments of one account and mode, by payment id; one without links may be missing. */
  of(payments: readonly Payment[]): Promise<ReadonlyMap<string, readonly PaymentLink[]>>;
  /** The payment has another end, and so may its links: noted in the transaction that gives it. */
  endMoved(tx: Sql, payment: Payment): Promise<void>;
  /** It is due at another time, and so are reminders that count from it: likewise. */
  dueMoved(tx: Sql, payment: Payment): Promise<void>;
}

/**
 * A payment's answer shows its links, and its end is theirs too, but links know payments and not the reverse: whoever
 * owns the links provides for both, once, at the start.
 */
@Injectable()
export class PaymentLinks implements LinkOwner {
  private owner: LinkOwner | null = null;

  provide(owner: LinkOwner): void {
    if (this.owner) throw new Error('The links of payments are provided twice');
    this.owner = owner;
  }

  of(payments: readonly Payment[]): ReturnType<LinkOwner['of']> {
    return this.known().of(payments);
  }

  endMoved(tx: Sql, payment: Payment): Promise<void> {
    return this.known().endMoved(tx, payment);
  }

  dueMoved(tx: Sql, payment: Payment): Promise<void> {
    return this.known().dueMoved(tx, payment);
  }

  private known(): LinkOwner {
    if (!this.owner) throw new Error('Nobody provides the links of payments');
    return this.owner;
  }
}
