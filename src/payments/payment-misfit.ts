import { sameMoney } from '../common/money.js';
import type { PaymentSnapshot } from '../gateways/payment-gateway.js';
import type { Checkout } from './checkout.entity.js';
import type { ReviewReason } from './payment-facts.js';
import type { PaymentColumns } from './payment.columns.js';

/** In what the provider's word is not about this payment, or not about what was asked for; null where it fits. */
export function misfitOf(
  { reference, currency, money }: PaymentColumns,
  { captureAmount }: Checkout,
  snapshot: PaymentSnapshot,
): ReviewReason | null {
  if (snapshot.reference !== null && snapshot.reference !== reference) return 'reference_mismatch';
  const taken =
    snapshot.status === 'paid' ? snapshot.paid : snapshot.status === 'authorized' ? snapshot.authorized : null;
  if (taken === null) return null;
  const returned = snapshot.status === 'paid' ? snapshot.refunded : { value: 0, currency };
  if (taken.currency !== currency || returned.currency !== currency) return 'currency_mismatch';
  // Of held money, as much is taken as was asked for.
  const isPart = snapshot.status === 'paid' && captureAmount !== null;
  const expected = isPart ? { value: captureAmount, currency } : money;
  return sameMoney(taken, expected) && returned.value <= taken.value ? null : 'amount_mismatch';
}
