import { DomainError, wrongField } from '../common/domain-error.js';
import type { Money } from '../common/money.js';
import type { Checkout } from './checkout.entity.js';
import type { Payment } from './payment.entity.js';

/** A paid checkout, and how much of its money is neither back nor about to go back. */
export interface Refundable {
  readonly checkout: Checkout;
  readonly left: number;
}

/**
 * From which checkout how much goes back: a provider refunds one of its payments at a time. The first one in the list that
 * has enough left is taken. Throws `state_conflict`, `amount_too_large`, or `validation_failed` where the ERP must say more.
 */
export function chooseCheckout(
  payment: Payment,
  refundable: readonly Refundable[],
  wanted: Money | undefined,
): { checkout: Checkout; amount: number } {
  refuseImpossible(payment, wanted);
  const some = refundable.filter(({ left }) => left > 0);
  const most = Math.max(0, ...some.map(({ left }) => left));
  if (most === 0) throw new DomainError('state_conflict', 'All that was paid is back or on its way back already.');
  if (!wanted && some.length > 1) {
    throw wrongField('amount', 'required', `It was paid ${some.length} times: name an amount, at most ${most} at once`);
  }
  const amount = wanted?.value ?? most;
  const chosen = some.find(({ left }) => left >= amount);
  if (chosen) return { checkout: chosen.checkout, amount };
  throw new DomainError('state_conflict', `At most ${most} (minor units of ${payment.currency}) can go back now.`);
}

function refuseImpossible({ currency, amountPaid }: Payment, wanted: Money | undefined): void {
  if (!wanted) return;
  if (wanted.currency !== currency) {
    throw wrongField('amount.currency', 'currency', `amount.currency must be ${currency}, as the payment's`);
  }
  if (wanted.value > amountPaid) {
    throw new DomainError('amount_too_large', `No more than was paid can go back: ${amountPaid} (minor units).`);
  }
}
