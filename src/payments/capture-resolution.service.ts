import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { providerFailure } from '../connections/provider-failure.js';
import type { RowKey } from '../database/owned-row.js';
import { Transactor } from '../database/transactor.js';
import { GatewayError } from '../gateways/gateway-error.js';
import type { PaymentGateway } from '../gateways/payment-gateway.js';
import type { Checkout } from './checkout.entity.js';
import { isPaid } from './payment-status.js';
import { PaymentSync } from './payment-sync.service.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';
import { contradiction, refuseEarly, type Finding } from './unknown-outcome.js';

/** No provider that is asked to take money is at it for longer, as far as is known. */
const UNDER_WAY_FOR_MS = 15 * 60_000;

/** Ends a capture of an unknown outcome by the word of a person. Money counts as taken by the provider's word only. */
@Injectable()
export class CaptureResolution {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly sync: PaymentSync,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  /**
   * The payment, of which no capture is outstanding any more: the provider is asked first, and where it still holds the money,
   * another capture may be asked for. Throws `state_conflict` where none is unknown, within a quarter of an hour of its first
   * try, and for what the provider contradicts; and the provider's failures.
   */
  async resolve(key: RowKey, finding: Finding): Promise<Payment> {
    const payment = await this.repository.get(key);
    const checkout = await this.repository.liveCheckout(payment);
    if (!checkout?.isCaptureOutstanding) return this.refuseUnlessSo(payment, finding);
    refuseEarly({ since: checkout.captureAskedAt!, waitMs: UNDER_WAY_FOR_MS, now: this.clock.now() });
    const status = await this.look(checkout);
    const found = await this.repository.get(key);
    if (found.status !== 'authorized') return this.refuseUnlessSo(found, finding);
    if (status !== 'authorized') throw tryAgain('The provider is still at it.');
    if (finding.outcome === 'succeeded') throw contradiction('it holds the money still, and has taken nothing.');
    return this.ruleOut(key, { requestId: checkout.captureRequestId!, note: finding.note });
  }

  /** None is unknown, perhaps because the look has found what became of it, or an earlier try of this request could not answer. */
  private refuseUnlessSo(payment: Payment, { outcome }: Finding): Payment {
    if (isPaid(payment.status) ? outcome === 'succeeded' : outcome === 'failed') return payment;
    throw contradiction(`by what it says the payment is ${payment.status}.`);
  }

  /** What the provider says now. */
  private async look(checkout: Checkout): Promise<string | undefined> {
    let status: string | undefined;
    const ask = async (gateway: PaymentGateway, id: string) => {
      const snapshot = await gateway.fetchPayment(id);
      ({ status } = snapshot);
      return snapshot;
    };
    try {
      await this.sync.look(await this.sync.claimNow(checkout), { ask });
      return status;
    } catch (error) {
      throw error instanceof GatewayError ? providerFailure(error) : error;
    }
  }

  private async ruleOut(key: RowKey, { requestId, note }: { requestId: string; note: string }): Promise<Payment> {
    const payment = await this.transactor.run(async (tx) => {
      const locked = await this.repository.lock(tx, key);
      const isForgotten = await this.repository.forgetCapture(tx, locked, requestId);
      if (!isForgotten) throw tryAgain('The provider is being asked at this moment.');
      locked.captureRuledOut(note, this.clock.now());
      await this.repository.save(tx, { payment: locked });
      return locked;
    });
    this.repository.announce(payment);
    return payment;
  }
}

function tryAgain(why: string): DomainError {
  return new DomainError('state_conflict', `${why} Try again.`, { retryAfterSeconds: 1 });
}
