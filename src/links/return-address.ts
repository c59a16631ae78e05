import { createHmac } from 'node:crypto';
import { toPublicId } from '../common/ids.js';
import type { Payment } from '../payments/payment.entity.js';

type Returned = Pick<Payment, 'id' | 'reference' | 'status'> & { readonly returnUrl: string };

/**
 * Where the ERP wants the payer next, saying for which payment and how it stands, under a signature that only the two of us
 * can make: hex HMAC-SHA256 over `paymentId|reference|status|timestamp`. Fields of the same names that were there already
 * are replaced, or the ERP could not tell which of them is ours.
 */
export function returnAddress(payment: Returned, { secret, at }: { secret: string; at: Date }): string {
  const fields = {
    paymentId: toPublicId('payment', payment.id),
    reference: payment.reference,
    status: payment.status,
    timestamp: String(Math.floor(at.getTime() / 1000)),
  };
  const signature = createHmac('sha256', secret).update(Object.values(fields).join('|')).digest('hex');
  const url = new URL(payment.returnUrl);
  for (const [name, value] of Object.entries({ ...fields, signature })) url.searchParams.set(name, value);
  return url.href;
}
