import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { AppConfig } from '../config/app-config.js';
import { providerFailure } from '../connections/provider-failure.js';
import type { RowKey } from '../database/owned-row.js';
import { Transactor } from '../database/transactor.js';
import { GatewayError } from '../gateways/gateway-error.js';
import { isEnded } from './payment-status.js';
import { PaymentSync } from './payment-sync.service.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';

/** What people ask for that needs the provider's answer before ours. */
@Injectable()
export class PaymentRefresh {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly sync: PaymentSync,
    private readonly transactor: Transactor,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** The payment after a look at its newest checkout. */
  async refresh(key: RowKey): Promise<Payment> {
    const checkout = await this.repository.lastCheckout(key);
    if (checkout?.providerPaymentId) await this.look(() => this.sync.lookNow(checkout, this.config.providerTimeoutMs));
    return this.repository.get(key);
  }

  /**
   * Gives the payment up, once no checkout of it can be paid any more as far as the provider can close one; held money is let
   * go. Throws `state_conflict` when it is paid or expired already, or turns out to be.
   */
  async cancel(key: RowKey): Promise<Payment> {
    const payment = await this.repository.get(key);
    if (payment.status === 'canceled') return payment;
    this.refuseEnded(payment);
    const closed = await this.repository.liveCheckout(payment);
    if (closed?.status === 'creating') throw beingMade();
    if (closed?.isCaptureOutstanding) throw captureOutstanding();
    if (closed) await this.look(() => this.sync.closeNow(closed, { letsGo: true }));
    const canceled = await this.transactor.run(async (tx) => {
      const locked = await this.repository.lock(tx, key);
      if (locked.status === 'canceled') return locked;
      if (locked.status === 'authorized') throw stillHeld();
      this.refuseEnded(locked);
      // A payer pressed the button after we had looked for a page to close, or after we had closed it.
      const live = await this.repository.liveCheckout(locked, tx);
      if (live && live.id !== closed?.id) throw beingMade();
      locked.cancel(this.clock.now());
      await this.repository.save(tx, { payment: locked });
      return locked;
    });
    this.repository.announce(canceled);
    return canceled;
  }

  private refuseEnded(payment: Payment): void {
    if (payment.isMoneyDisputed) {
      throw new DomainError(
        'state_conflict',
        `The provider holds money that does not fit (${payment.reviewReason}): a person must look before it can be canceled.`,
      );
    }
    if (!isEnded(payment.status)) return;
    throw new DomainError('state_conflict', `The payment is ${payment.status} and cannot be canceled.`);
  }

  private async look(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      throw error instanceof GatewayError ? providerFailure(error) : error;
    }
  }
}

function beingMade(): DomainError {
  return new DomainError('state_conflict', 'A checkout is being made at this moment. Try again.', {
    retryAfterSeconds: 1,
  });
}

function captureOutstanding(): DomainError {
  return new DomainError(
    'state_conflict',
    'A capture of it may have happened, and the provider has not said so yet: it cannot be canceled until that is known.',
  );
}

function stillHeld(): DomainError {
  return new DomainError('state_conflict', 'The provider has not let the money go yet. Ask again.', {
    retryAfterSeconds: 1,
  });
}
