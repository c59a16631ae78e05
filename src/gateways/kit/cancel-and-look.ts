import { GatewayError } from '../gateway-error.js';
import type { PaymentSnapshot } from '../payment-gateway.js';

export interface CancelSteps {
  /** The provider's own cancellation; its answer is of no interest beyond its failure. */
  readonly send: () => Promise<unknown>;
  readonly look: () => Promise<PaymentSnapshot>;
}

/** Whatever the cancellation answered, a look tells: a payer may have been faster, or an earlier cancellation worked. */
export async function cancelAndLook({ send, look }: CancelSteps): Promise<PaymentSnapshot> {
  const refusal = await failureOf(send);
  const snapshot = await lookAfter(look);
  if (refusal && snapshot.status === 'open') throw refusal;
  return snapshot;
}

async function failureOf(send: CancelSteps['send']): Promise<GatewayError | undefined> {
  try {
    await send();
    return undefined;
  } catch (error) {
    if (error instanceof GatewayError && ['rejected', 'unknown_outcome'].includes(error.kind)) return error;
    throw error;
  }
}

/** A failed look is harmless by itself, but not after a cancellation that may have worked. */
async function lookAfter(look: CancelSteps['look']): Promise<PaymentSnapshot> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { providerStatus, retryAfterSeconds } = error;
    const detail = `sent, but the look afterwards failed (${error.kind})`;
    throw new GatewayError({
      kind: 'unknown_outcome',
      operation: 'cancel',
      detail,
      providerStatus,
      retryAfterSeconds,
    });
  }
}
