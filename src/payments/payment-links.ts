import { Injectable } from '@nestjs/common';
import type { Payment } from './payment.entity.js';

export interface PaymentLink {
  readonly id: string;
  readonly url: string;
  readonly status: 'active' | 'paid' | 'canceled' | 'expired';
}

export type LinksOfPayment = (payment: Payment) => Promise<readonly PaymentLink[]>;

/**
 * A payment's answer shows its links, but links know payments and not the reverse: whoever owns the links gives the
 * function that reads them, once, at the start.
 */
@Injectable()
export class PaymentLinks {
  private read: LinksOfPayment | null = null;

  provide(read: LinksOfPayment): void {
    if (this.read) throw new Error('The links of payments are provided twice');
    this.read = read;
  }

  of(payment: Payment): Promise<readonly PaymentLink[]> {
    if (!this.read) throw new Error('Nobody provides the links of payments');
    return this.read(payment);
  }
}
