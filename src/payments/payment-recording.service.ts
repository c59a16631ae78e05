import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError, wrongField } from '../common/domain-error.js';
import { providerFailure } from '../connections/provider-failure.js';
import type { RowKey } from '../database/owned-row.js';
import { Transactor } from '../database/transactor.js';
import { GatewayError } from '../gateways/gateway-error.js';
import type { Checkout } from './checkout.entity.js';
import type { RecordedPayment } from './payment-facts.js';
import { isPayable } from './payment-status.js';
import { PaymentSync } from './payment-sync.service.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';

/** The ERP's clock may be ahead of ours. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** Notes that the ERP has the money by another way, and sees to it that no provider takes it too. */
@Injectable()
export class PaymentRecording {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly sync: PaymentSync,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  /**
   * The payment, paid. The live page is closed first, where the provider can do that; what is paid there later all the same
   * is a surplus. The same record again changes nothing. Throws `state_conflict` where the payment is not payable, or turns
   * out to be paid.
   */
  async record(key: RowKey, recorded: RecordedPayment): Promise<Payment> {
    const payment = await this.repository.get(key);
    if (isSame(payment, recorded)) return payment;
    this.refuseFuture(recorded);
    refuseUnpayable(payment);
    const closed = await this.repository.liveCheckout(payment);
    if (closed) await this.close(closed);
    const saved = await this.transactor.run(async (tx) => {
      const locked = await this.repository.lock(tx, key);
      if (isSame(locked, recorded)) return locked;
      refuseUnpayable(locked);
      const live = await this.repository.liveCheckout(locked, tx);
      // A payer pressed the button after we had looked for a page to close.
      if (live && live.id !== closed?.id) throw beingMade();
      locked.record(recorded, this.clock.now());
      await this.repository.save(tx, { payment: locked });
      return locked;
    });
    this.repository.announce(saved);
    return saved;
  }

  private async close(checkout: Checkout): Promise<void> {
    if (checkout.status === 'creating') throw beingMade();
    try {
      await this.sync.closeNow(checkout, { letsGo: false });
    } catch (error) {
      throw error instanceof GatewayError ? providerFailure(error) : error;
    }
  }

  private refuseFuture({ receivedAt }: RecordedPayment): void {
    if (new Date(receivedAt).getTime() <= this.clock.now().getTime() + CLOCKS_DIFFER_MS) return;
    throw wrongField('receivedAt', 'past', 'receivedAt must not be in the future');
  }
}

function isSame({ recorded: known }: Payment, { method, receivedAt, note }: RecordedPayment): boolean {
  return known !== null && known.method === method && known.receivedAt === receivedAt && known.note === note;
}

function refuseUnpayable(payment: Payment): void {
  if (payment.status === 'authorized') {
    throw new DomainError(
      'state_conflict',
      'A provider holds the money. Cancel the payment to let it go, or capture it.',
    );
  }
  if (payment.isMoneyDisputed) {
    throw new DomainError(
      'state_conflict',
      `The provider holds money that does not fit (${payment.reviewReason}): a person must look before it can be recorded.`,
    );
  }
  if (isPayable(payment.status)) return;
  throw new DomainError('state_conflict', `The payment is ${payment.status}: it cannot be recorded as paid.`);
}

function beingMade(): DomainError {
  return new DomainError('state_conflict', 'A checkout is being made at this moment. Try again.', {
    retryAfterSeconds: 1,
  });
}
