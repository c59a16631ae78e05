import { GatewayError } from '../gateways/gateway-error.js';
import type { PaymentGateway, PaymentSnapshot } from '../gateways/payment-gateway.js';

/** What a provider is asked in a look; the answer is how things stand afterwards. */
export type LookQuestion = (gateway: PaymentGateway, providerPaymentId: string) => Promise<PaymentSnapshot>;

/**
 * How things stand; and closes the page that nobody shall pay any more. Held money goes only where somebody wants it to, or
 * nobody wants it.
 */
export function question(wish: { letsGo: boolean; mustClose: boolean; mayLetGo: boolean }): LookQuestion {
  return async (gateway, providerPaymentId) => {
    const snapshot = await gateway.fetchPayment(providerPaymentId);
    if (snapshot.status === 'authorized') {
      if (wish.letsGo && gateway.capture) return gateway.capture.release(providerPaymentId);
      return wish.mayLetGo ? letGo(gateway, snapshot) : snapshot;
    }
    if (snapshot.status !== 'open' || !wish.mustClose || !gateway.cancellation) return snapshot;
    return gateway.cancellation.cancel(providerPaymentId);
  };
}

/** Nobody waits for it: what the provider refuses today it may do later, and its own limit ends the hold at last. */
async function letGo(gateway: PaymentGateway, held: PaymentSnapshot): Promise<PaymentSnapshot> {
  try {
    return (await gateway.capture?.release(held.providerPaymentId)) ?? held;
  } catch (error) {
    if (error instanceof GatewayError && error.kind === 'rejected') return held;
    throw error;
  }
}
