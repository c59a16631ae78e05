import { GatewayError } from '../gateway-error.js';
import type { PaymentSnapshot } from '../payment-gateway.js';

export interface SendAndLook {
  readonly operation: 'cancel' | 'capture' | 'release';
  /** The status that tells that nothing has happened. */
  readonly before: PaymentSnapshot['status'];
  /** The provider's own operation; its answer is of no interest beyond its failure. */
  readonly send: () => Promise<unknown>;
  readonly look: () => Promise<PaymentSnapshot>;
}

/** Whatever the operation answered, a look tells: a payer may have been faster, or an earlier try worked. */
export async function sendAndLook({ operation, before, send, look }: SendAndLook): Promise<PaymentSnapshot> {
  const refusal = await failureOf(send);
  const snapshot = await lookAfter(operation, look);
  if (refusal && snapshot.status === before) throw refusal;
  return snapshot;
}

async function failureOf(send: SendAndLook['send']): Promise<GatewayError | undefined> {
  try {
    await send();
    return undefined;
  } catch (error) {
    if (error instanceof GatewayError && ['rejected', 'unknown_outcome'].includes(error.kind)) return error;
    throw error;
  }
}

/** A failed look is harmless by itself, but not after something that may have worked. */
async function lookAfter(operation: string, look: SendAndLook['look']): Promise<PaymentSnapshot> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { providerStatus, retryAfterSeconds } = error;
    const detail = `sent, but the look afterwards failed (${error.kind})`;
    throw new GatewayError({ kind: 'unknown_outcome', operation, detail, providerStatus, retryAfterSeconds });
  }
}
