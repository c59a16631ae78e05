import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { toPublicId } from '../common/ids.js';
import { AppConfig } from '../config/app-config.js';
import { ConnectionsService } from '../connections/connections.service.js';
import type { Urgency } from '../connections/provider-pace.js';
import { claimDue } from '../database/claim-due.js';
import { Database } from '../database/database.js';
import { whileLeased } from '../database/lease.js';
import { GatewayError } from '../gateways/gateway-error.js';
import type { RefundCapability, RefundOrder } from '../gateways/payment-gateway.js';
import type { Checkout } from './checkout.entity.js';
import { PaymentSync } from './payment-sync.service.js';
import { PaymentsRepository } from './payments.repository.js';
import { RefundOutcomes } from './refund-outcomes.js';
import { REPEATABLE_FOR_MS } from './refund-schedule.js';
import { Refund, type RefundFailure } from './refund.entity.js';

/** A refusal sooner after a try that nobody answered may come before that try has come to its end. */
const TRY_UNDER_WAY_MS = 2 * 60_000;

const NOT_OFFERED: RefundFailure = {
  code: 'capability_not_supported',
  message: 'with the present settings of the connection the provider gives no money back',
};

/**
 * Brings a refund to its end. The provider is asked outside of any transaction, and before that is noted that it may know;
 * so whoever finds the row unfinished looks first, and asks again only under the same key and only where that is harmless.
 */
@Injectable()
export class RefundSync {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly sync: PaymentSync,
    private readonly outcomes: RefundOutcomes,
    private readonly connections: ConnectionsService,
    private readonly database: Database,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Unfinished refunds whose time has come, leased to us. */
  claim(limit: number): Promise<Refund[]> {
    return claimDue(this.database, Refund, { table: 'refunds', limit, leaseSeconds: this.config.leaseSeconds });
  }

  /** One step of a claimed refund; what a provider fails at is noted on the row. */
  advance(claimed: Refund, urgency: Urgency): Promise<void> {
    const lease = { table: 'refunds', row: claimed, leaseSeconds: this.config.leaseSeconds };
    return whileLeased(this.database, lease, async () => {
      const checkout = await this.repository.checkout({ ...claimed.key, id: claimed.checkoutId });
      try {
        if (claimed.sentAt === null) await this.send(claimed, { checkout, urgency });
        else await this.resume(claimed, { checkout, urgency });
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        await this.outcomes.putOff(claimed, error);
      }
    });
  }

  /** Somebody has asked the provider before: perhaps it has happened. */
  private async resume(claimed: Refund, at: { checkout: Checkout; urgency: Urgency }): Promise<void> {
    if (!claimed.isAccepted) await this.outcomes.unknown(claimed);
    if (await this.isSettledByLook(claimed, at.checkout)) return;
    const isRecent = this.clock.now().getTime() - claimed.sentAt!.getTime() < REPEATABLE_FOR_MS;
    if (claimed.isAccepted || !isRecent || !(await this.capability(at))?.repeatable) {
      return this.outcomes.putOff(claimed);
    }
    await this.send(claimed, at);
  }

  private async send(claimed: Refund, at: { checkout: Checkout; urgency: Urgency }): Promise<void> {
    try {
      const refunds = await this.capability(at);
      if (!refunds) return await this.outcomes.failed(claimed, NOT_OFFERED);
      const order = await this.orderOf(claimed);
      if (!(await this.outcomes.noteSending(claimed))) return;
      const { providerRefundId } = await refunds.refund(order);
      await this.outcomes.accepted(claimed, providerRefundId);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return claimed.sentAt === null ? this.concludeFirst(claimed, error) : this.concludeRepeat(claimed, at, error);
    }
    if (!(await this.isSettledByLook(claimed, at.checkout))) await this.outcomes.putOff(claimed);
  }

  /** From the checkout as it is by now: a look may have found that a part went back elsewhere. */
  private async orderOf({ key, id, checkoutId, money, reason }: Refund): Promise<RefundOrder> {
    const { providerPaymentId, amountPaid, amountRefunded } = await this.repository.checkout({
      ...key,
      id: checkoutId,
    });
    return {
      providerPaymentId: providerPaymentId!,
      refundId: toPublicId('refund', id),
      amount: money,
      isWhole: money.value === amountPaid && amountRefunded === 0,
      reason,
    };
  }

  /** Nobody had asked before, so the provider's word is about this try alone. */
  private async concludeFirst(claimed: Refund, error: GatewayError): Promise<void> {
    switch (error.kind) {
      case 'unknown_outcome':
        await this.outcomes.unknown(claimed);
        return this.outcomes.putOff(claimed, error);
      case 'rejected':
      case 'misconfigured':
        return this.outcomes.failed(claimed, { code: error.kind, message: error.message });
      case 'not_sent':
      case 'rate_limited':
        return this.outcomes.notSent(claimed, error);
    }
  }

  private async concludeRepeat(
    claimed: Refund,
    { checkout }: { checkout: Checkout },
    error: GatewayError,
  ): Promise<void> {
    if (error.kind !== 'rejected') return this.outcomes.putOff(claimed, error);
    // A provider that knew the key would have answered as before; but the first try may have been what left nothing to refund.
    if (await this.isSettledByLook(claimed, checkout)) return;
    const sinceFirstMs = this.clock.now().getTime() - claimed.sentAt!.getTime();
    if (sinceFirstMs < TRY_UNDER_WAY_MS) return this.outcomes.putOff(claimed, error);
    await this.outcomes.failed(claimed, { code: error.kind, message: error.message });
  }

  /** Whether the provider's sum, as it is now, holds the refund. Throws `GatewayError` when it gives no answer. */
  private async isSettledByLook(claimed: Refund, checkout: Checkout): Promise<boolean> {
    await this.sync.lookNow(checkout, this.config.providerTimeoutMs);
    return !(await this.outcomes.read(claimed)).isOpen;
  }

  private async capability(at: { checkout: Checkout; urgency: Urgency }): Promise<RefundCapability | undefined> {
    const connection = await this.connections.get({ ...at.checkout.key, id: at.checkout.connectionId });
    return this.connections.gatewayOf(connection, at.urgency).refunds;
  }
}
