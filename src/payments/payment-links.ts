import { Injectable } from '@nestjs/common';
import type { Payment } from './payment.entity.js';

export interface PaymentLink {
  readonly id: string;
  readonly url: string;
  readonly status: 'active' | 'paid' | 'canceled' | 'expired';
}

/** Of payments of one account and mode, by payment id; one without links may be missing. */
export type LinksOfPayments = (payments: readonly Payment[]) => Promise<ReadonlyMap<string, readonly PaymentLink[]>>;

/**
 * A payment's answer shows its links, but links know payments and not the reverse: whoever owns the links gives the
 * function that reads them, once, at the start.
 */
@Injectable()
export class PaymentLinks {
  private read: LinksOfPayments | null = null;

  provide(read: LinksOfPayments): void {
    if (this.read) throw new Error('The links of payments are provided twice');
    this.read = read;
  }

  of(payments: readonly Payment[]): ReturnType<LinksOfPayments> {
    if (!this.read) throw new Error('Nobody provides the links of payments');
    return this.read(payments);
  }
}
