import { sendAndLook } from '../kit/send-and-look.js';
import type { ProviderHttp } from '../kit/provider-http.js';
import type { CaptureCapability, CaptureOrder, PaymentSnapshot } from '../payment-gateway.js';
import { refuseForeignCurrency } from './dojo.money.js';
import { intentPath } from './dojo.wire.js';

export interface DojoCapturesOptions {
  readonly http: ProviderHttp;
  readonly look: (providerPaymentId: string) => Promise<PaymentSnapshot>;
}

/**
 * Held money at Dojo. A capture has no idempotency key, and several of one intent add up (docs.dojo.tech, capture), so
 * one is sent only while the intent says `Authorized`: it says `Captured` from the first one on. The answer is no more
 * than an acceptance; the intent tells what was taken.
 */
export class DojoCaptures implements CaptureCapability {
  constructor(private readonly options: DojoCapturesOptions) {}

  async capture({ providerPaymentId, amount }: CaptureOrder): Promise<PaymentSnapshot> {
    refuseForeignCurrency('capture', amount);
    // A bare integer, unlike the amount of a create.
    return this.whileHeld('capture', providerPaymentId, { path: 'captures', body: { amount: amount.value } });
  }

  /** A reversal gives the whole amount back. Of money that was captured meanwhile it would be a refund, so Dojo is asked first. */
  release(providerPaymentId: string): Promise<PaymentSnapshot> {
    return this.whileHeld('release', providerPaymentId, { path: 'reversal' });
  }

  private async whileHeld(
    operation: 'capture' | 'release',
    providerPaymentId: string,
    { path, body }: { path: string; body?: object },
  ): Promise<PaymentSnapshot> {
    const { http, look } = this.options;
    const before = await look(providerPaymentId);
    if (before.status !== 'authorized') return before;
    const call = { operation, method: 'POST', path: `${intentPath(providerPaymentId)}/${path}`, body } as const;
    return sendAndLook({
      operation,
      before: 'authorized',
      send: () => http.request({ ...call, effect: 'write' }),
      look: () => look(providerPaymentId),
    });
  }
}
