import { sameMoney } from '../../common/money.js';
import { GatewayError } from '../gateway-error.js';
import type { ProviderCall, ProviderHttp } from '../kit/provider-http.js';
import type { PaymentSnapshot, ProviderRefund, RefundCapability, RefundOrder } from '../payment-gateway.js';
import { refuseForeignCurrency } from './dojo.money.js';
import { intentPath, readRefund, readReversal } from './dojo.wire.js';

const operation = 'refund';

export interface DojoRefundsOptions {
  readonly http: ProviderHttp;
  readonly look: (providerPaymentId: string) => Promise<PaymentSnapshot>;
}

/**
 * Money back at Dojo: a refund, in parts or whole, for as long as the captured total lasts. The header `idempotencyKey`
 * makes it safe to repeat (docs.dojo.tech/payments/api; for how long Dojo keeps a key is not published). The answer has
 * neither amount nor status: the intent's `refundedAmount` tells what has gone.
 */
export class DojoRefunds implements RefundCapability {
  readonly repeatable = true;

  constructor(private readonly options: DojoRefundsOptions) {}

  /**
   * Integrators saw Dojo refuse refunds on the day of the capture (400), when a reversal is what works: of the whole
   * amount, on the same calendar day, of a payment that was captured by itself (docs.dojo.tech, cancelling-payments/reversal).
   * So a whole refund that was refused is tried as a reversal; Dojo itself refuses one outside of those bounds (409). It
   * has no amount and no key, so Dojo is asked first: if anything went back elsewhere, the whole is more than was ordered.
   */
  async refund(order: RefundOrder): Promise<ProviderRefund> {
    refuseForeignCurrency(operation, order.amount);
    try {
      return await this.send(order);
    } catch (error) {
      const isRefused = error instanceof GatewayError && error.kind === 'rejected' && error.providerStatus === 400;
      if (!isRefused || !order.isWhole) throw error;
      if (!(await this.isUntouched(order))) throw error;
      return this.reverse(order, error);
    }
  }

  private send({ providerPaymentId, refundId, amount, reason }: RefundOrder): Promise<ProviderRefund> {
    const call: ProviderCall = {
      operation,
      method: 'POST',
      path: `${intentPath(providerPaymentId)}/refunds`,
      headers: { idempotencyKey: refundId },
      // A bare integer, unlike the amount of a create.
      body: {
        amount: amount.value,
        ...(reason === null ? {} : { refundReason: reason.slice(0, 1024).toWellFormed() }),
      },
      payerDetails: [reason],
      effect: 'write',
    };
    return perhapsDone(this.options.http.requestAs(call, readRefund));
  }

  /** A failed look is a failed read: the refund was refused, so nothing has happened, and it may be tried again. */
  private async isUntouched({ providerPaymentId, amount }: RefundOrder): Promise<boolean> {
    const snapshot = await this.options.look(providerPaymentId);
    return snapshot.status === 'paid' && snapshot.refunded.value === 0 && sameMoney(snapshot.paid, amount);
  }

  private async reverse({ providerPaymentId }: RefundOrder, refusal: GatewayError): Promise<ProviderRefund> {
    const path = `${intentPath(providerPaymentId)}/reversal`;
    try {
      return await this.options.http.requestAs({ operation, method: 'POST', path, effect: 'write' }, readReversal);
    } catch (error) {
      // Why the refund was refused says more than that it is too late for a reversal.
      throw error instanceof GatewayError && error.kind === 'rejected' ? refusal : error;
    }
  }
}

/** Dojo documents no 409 for refunds: where one comes all the same, the first request of this key may be under way. */
async function perhapsDone<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof GatewayError) || error.kind !== 'rejected' || error.providerStatus !== 409) throw error;
    throw new GatewayError({
      kind: 'unknown_outcome',
      operation,
      detail: 'another request of the same refund may be under way',
      providerStatus: 409,
    });
  }
}
