import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import type { RowKey } from '../database/owned-row.js';
import { Transactor } from '../database/transactor.js';
import { isPaid } from './payment-status.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';

export interface Booking {
  readonly status: 'posted' | 'rejected';
  readonly voucher: string | null;
  readonly reason: string | null;
}

/** Closes the loop: what the ERP did with the money. */
@Injectable()
export class PaymentBooking {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes the answer. The same one again changes nothing and tells nothing; another one replaces it, since a posting may
   * be reversed and a rejection overcome. Refunds leave it as it is. Throws `state_conflict` where no money was taken.
   */
  async book(key: RowKey, booking: Booking): Promise<Payment> {
    const payment = await this.transactor.run(async (tx) => {
      const locked = await this.repository.lock(tx, key);
      if (!isPaid(locked.status)) {
        throw new DomainError('state_conflict', `The payment is ${locked.status}: there is no money to book yet.`);
      }
      if (isSame(locked, booking)) return locked;
      locked.book(booking, this.clock.now());
      await this.repository.save(tx, { payment: locked });
      return locked;
    });
    this.repository.announce(payment);
    return payment;
  }
}

function isSame({ bookingStatus, bookingVoucher, bookingReason }: Payment, booking: Booking): boolean {
  return bookingStatus === booking.status && bookingVoucher === booking.voucher && bookingReason === booking.reason;
}
