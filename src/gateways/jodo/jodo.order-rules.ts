import { GatewayError } from '../gateway-error.js';
import type { CheckoutOrder } from '../payment-gateway.js';
import { JODO_PROFILE } from './jodo.profile.js';

/** Whom Jodo wants named. */
export interface JodoPayer {
  readonly name: string;
  readonly email: string;
  /** Ten digits. */
  readonly phone: string;
}

/** The payer of an order that Jodo can take. Throws `GatewayError` of kind `rejected` for any other, before any call. */
export function payerOfTakable({ amount, capture, customer }: CheckoutOrder): JodoPayer {
  if (!JODO_PROFILE.currencies.includes(amount.currency)) throw rejected(`Jodo takes INR, not ${amount.currency}`);
  if (capture === 'manual') throw rejected('Jodo takes money at once: there is no manual capture');
  const { name, email } = customer;
  if (!name?.trim()) throw rejected("Jodo needs the customer's name");
  if (!email?.trim()) throw rejected("Jodo needs the customer's e-mail address");
  return { name, email, phone: indianNumber(customer.phone) };
}

/** Jodo documents ten digits and nothing about other countries: a number cut to ten digits would be a stranger's. */
function indianNumber(phone: string | null): string {
  const [, digits] = /^\+91(\d{10})$/.exec(phone ?? '') ?? [];
  if (digits === undefined)
    throw rejected("Jodo needs the customer's phone number, an Indian one (+91 and ten digits)");
  return digits;
}

function rejected(detail: string): GatewayError {
  return new GatewayError({ kind: 'rejected', operation: 'createCheckout', detail });
}
