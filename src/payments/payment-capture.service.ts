import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError, wrongField } from '../common/domain-error.js';
import type { Money } from '../common/money.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { providerFailure } from '../connections/provider-failure.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { Transactor } from '../database/transactor.js';
import { GatewayError } from '../gateways/gateway-error.js';
import type { PaymentGateway } from '../gateways/payment-gateway.js';
import type { Checkout } from './checkout.entity.js';
import { PaymentSync } from './payment-sync.service.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';

export interface CaptureWish {
  /** The same over all retries of the request. */
  readonly requestId: string;
  /** Undefined: all that is held. */
  readonly amount: Money | undefined;
}

/** What is to be taken, and whether the provider may be asked to, or only whether it has. */
interface Outstanding {
  readonly amount: Money;
  readonly mayAsk: boolean;
  readonly isFirst: boolean;
}

/**
 * Takes held money, once. What was asked for is noted on the checkout before the provider is asked, and stays noted until
 * it is known whether that has happened: providers know no key for captures, and add several up.
 */
@Injectable()
export class PaymentCapture {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly sync: PaymentSync,
    private readonly connections: ConnectionsService,
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  /**
   * The payment after the capture. Throws `state_conflict` where no money is held or another capture's outcome is unknown,
   * `amount_too_large`, `capability_not_supported`, and the provider's failures: after `provider_outcome_unknown` the same
   * request may be repeated, and finds out what has happened.
   */
  async capture(key: RowKey, wish: CaptureWish): Promise<Payment> {
    try {
      return await this.take(key, wish);
    } catch (error) {
      // Nothing is held any more, perhaps because an earlier try of this request took it and could not answer; asked now, since
      // a look may have found that at any moment.
      const isDone = error instanceof DomainError && (await this.isDone(key, wish.requestId));
      if (isDone) return this.repository.get(key);
      throw error;
    }
  }

  private async take(key: RowKey, wish: CaptureWish): Promise<Payment> {
    const payment = await this.repository.get(key);
    this.refuseUnheld(payment);
    const checkout = await this.heldCheckout(payment);
    await this.refuseIncapable(checkout);
    const claimed = await this.sync.claimNow(checkout);
    const outstanding = await this.noteOrLetGo(claimed, wish);
    const { amount, mayAsk } = outstanding;
    try {
      const ask = (gateway: PaymentGateway, providerPaymentId: string) =>
        gateway.capture!.capture({ providerPaymentId, amount });
      await this.sync.look(claimed, mayAsk ? { ask } : {});
    } catch (error) {
      if (error instanceof GatewayError)
        await this.conclude(claimed, { ...outstanding, requestId: wish.requestId, error });
      throw error instanceof GatewayError ? providerFailure(error) : error;
    }
    return this.taken(key);
  }

  private async isDone({ accountId, mode, id }: RowKey, requestId: string): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT FROM checkouts
       WHERE account_id = $1 AND mode = $2 AND payment_id = $3 AND capture_request_id = $4 AND status = 'paid'`,
      [accountId, mode, id, requestId],
    );
    return rows.length > 0;
  }

  private async heldCheckout(payment: Payment): Promise<Checkout> {
    refuseUnlessHeld(payment);
    const checkout = await this.repository.liveCheckout(payment);
    if (checkout?.status === 'authorized') return checkout;
    throw new DomainError('state_conflict', 'The money is not held any more. Read the payment again.');
  }

  /** A provider that never holds money: to ask again later would not help. */
  private refuseUnheld({ provider }: Payment): void {
    const profile = provider === null ? undefined : this.connections.profileOf(provider);
    if (profile?.capabilities.manualCapture !== 'never') return;
    throw new DomainError(
      'capability_not_supported',
      `${profile.name} holds no money but takes it at once: a payment is paid there without a capture.`,
    );
  }

  private async refuseIncapable(checkout: Checkout): Promise<void> {
    const connection = await this.connections.get({ ...checkout.key, id: checkout.connectionId });
    try {
      if (this.connections.gatewayOf(connection).capture) return;
    } catch (error) {
      throw error instanceof GatewayError ? providerFailure(error) : error;
    }
    throw new DomainError(
      'capability_not_supported',
      'The provider takes no held money for programs. Take it in its dashboard; the payment follows.',
    );
  }

  private async noteOrLetGo(claimed: Checkout, wish: CaptureWish): Promise<Outstanding> {
    try {
      return await this.note(claimed, wish);
    } catch (error) {
      await this.sync.letGo(claimed);
      throw error;
    }
  }

  private note(claimed: Checkout, { requestId, amount }: CaptureWish): Promise<Outstanding> {
    return this.transactor.run(async (tx) => {
      const payment = await this.repository.lock(tx, { ...claimed.key, id: claimed.paymentId });
      const checkout = await this.repository.lockCheckout(tx, claimed);
      refuseUnlessHeld(payment);
      if (checkout?.status !== 'authorized') throw earlierCapture();
      const wanted = amount ?? payment.money;
      refuseImpossible(payment, wanted);
      if (checkout.captureAmount !== null) {
        if (checkout.captureRequestId !== requestId) throw earlierCapture();
        // Twice more than half cannot both be taken: the provider itself refuses what exceeds what it holds.
        return { amount: wanted, mayAsk: 2 * wanted.value > payment.amount, isFirst: false };
      }
      Object.assign(checkout, {
        captureAmount: wanted.value,
        captureRequestId: requestId,
        captureAskedAt: this.clock.now(),
        // Whoever dies now leaves the question to the workers as soon as the claim is over, not until the next timed look.
        dueAt: this.clock.now(),
      } satisfies Partial<Checkout>);
      await this.repository.save(tx, { payment, checkout });
      return { amount: wanted, mayAsk: true, isFirst: true };
    });
  }

  /**
   * What surely did not happen is forgotten, unless somebody has claimed the checkout since: a retry of the same request may
   * have asked again. What may have happened is left to looks, and to a person.
   */
  private async conclude(
    claimed: Checkout,
    { isFirst, requestId, error }: Outstanding & { requestId: string; error: GatewayError },
  ): Promise<void> {
    const isKnown = isFirst && error.kind !== 'unknown_outcome';
    await this.transactor.run(async (tx) => {
      const payment = await this.repository.lock(tx, { ...claimed.key, id: claimed.paymentId });
      const now = this.clock.now();
      if (payment.status !== 'authorized') return;
      if (isKnown) {
        await tx.run(
          `UPDATE checkouts SET capture_amount = NULL, capture_request_id = NULL, capture_asked_at = NULL
           WHERE account_id = $1 AND mode = $2 AND id = $3 AND status = 'authorized' AND capture_request_id = $4 AND fence = $5`,
          [claimed.accountId, claimed.mode, claimed.id, requestId, claimed.fence],
        );
        payment.outcomeKnown('The capture did not happen.', now);
      } else payment.outcomeUnknown(now);
      await this.repository.save(tx, { payment });
    });
    this.repository.announce({ ...claimed.key, id: claimed.paymentId });
  }

  private async taken(key: RowKey): Promise<Payment> {
    const payment = await this.repository.get(key);
    if (payment.status !== 'authorized') return payment;
    throw new DomainError(
      'provider_outcome_unknown',
      'The provider does not say yet whether it has taken the money. Ask again: nothing is done twice.',
    );
  }
}

function refuseUnlessHeld({ status }: Payment): void {
  if (status === 'authorized') return;
  throw new DomainError('state_conflict', `The payment is ${status}: there is no held money to take.`);
}

function refuseImpossible({ currency, amount }: Payment, wanted: Money): void {
  if (wanted.currency !== currency) {
    throw wrongField('amount.currency', 'currency', `amount.currency must be ${currency}, as the payment's`);
  }
  if (wanted.value > amount) {
    throw new DomainError('amount_too_large', `No more than what is held can be taken: ${amount} (minor units).`);
  }
}

function earlierCapture(): DomainError {
  return new DomainError(
    'state_conflict',
    'An earlier capture may have happened, which is being found out. Who has seen at the provider that it did not tells so with POST /v1/payments/{id}/capture/resolve, and captures anew.',
  );
}
