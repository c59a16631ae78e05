import { MAX_MONEY_VALUE, type Money } from '../../common/money.js';
import type {
  CheckoutOrder,
  PaymentSnapshot,
  ProviderCheckout,
  Settlement,
  SnapshotState,
} from '../payment-gateway.js';
import { toProviderPaymentId } from './jodo.identifiers.js';
import type { JodoPayer } from './jodo.order-rules.js';
import type { JodoProduct } from './jodo.profile.js';
import { toRupees } from './jodo.rupees.js';
import type { JodoSettings } from './jodo.settings.js';
import type { JodoCreated, JodoCreateOrder, JodoDetail, JodoOrder } from './jodo.wire.js';

const CHECKOUT_ID_NOTE = 'dunlin_checkout_id';
const REFERENCE_NOTE = 'reference';

export function toCreateOrder(order: CheckoutOrder, payer: JodoPayer, settings: JodoSettings): JodoCreateOrder {
  const { product, componentType, collectorCode } = settings;
  return {
    ...payer,
    details: toDetails(order, componentType),
    notes: [
      { key: CHECKOUT_ID_NOTE, value: order.checkoutId },
      { key: REFERENCE_NOTE, value: order.reference },
    ],
    ...(collectorCode === undefined ? {} : { collector_code: collectorCode }),
    ...(product === 'order' ? { callback_url: order.returnUrl } : {}),
    ...(product === 'payment_link' && order.expiresAt ? { expires_at: order.expiresAt.toISOString() } : {}),
  };
}

/** Jodo's answer to a create names the page and echoes nothing else. */
export function toCheckout(product: JodoProduct, { orderId, redirectUrl }: JodoCreated): ProviderCheckout {
  const providerPaymentId = toProviderPaymentId({ product, orderId });
  return { providerPaymentId, url: redirectUrl, amount: null, reference: null, expiresAt: null };
}

export function toSnapshot(providerPaymentId: string, order: JodoOrder): PaymentSnapshot {
  const reference = order.notes.find(({ key }) => key === REFERENCE_NOTE)?.value ?? null;
  return { providerPaymentId, reference, ...toState(order) };
}

/** There is no total at Jodo: what is due is the sum of the lines, so lines that do not make up the amount are not sent. */
function toDetails({ amount, items }: CheckoutOrder, componentType: string): readonly JodoDetail[] {
  const lines = items.filter((item) => item.amount.value !== 0);
  const sum = lines.reduce((total, item) => total + item.amount.value, 0);
  const isWhole = sum === amount.value && lines.every((item) => item.amount.value > 0);
  if (!isWhole || lines.length === 0) return [{ component_type: componentType, amount: toRupees(amount) }];
  return lines.map((item) => ({ component_type: item.code ?? componentType, amount: toRupees(item.amount) }));
}

/** A failed or abandoned try leaves `unpaid`; `expired` and `cancelled` exist for payment links only. */
function toState(order: JodoOrder): SnapshotState {
  switch (order.status?.toLowerCase()) {
    case 'unpaid':
      return { status: 'open' };
    case 'paid':
    // No document gives this status to an order; but money that reached the bank was taken.
    case 'settled':
      return paidState(order);
    case 'expired':
      return { status: 'closed', reason: 'expired' };
    // Jodo spells it both ways.
    case 'cancelled':
    case 'canceled':
      return { status: 'closed', reason: 'canceled' };
    default:
      return { status: 'unrecognised', providerStatus: order.status ?? 'no status' };
  }
}

/** Jodo knows no refunds: whatever went back did so outside. */
function paidState(order: JodoOrder): SnapshotState {
  const paid = totalOf(order);
  if (!paid) return { status: 'unrecognised', providerStatus: `${order.status} without a readable amount` };
  const settlement = settlementOf(order);
  const refunded = { value: 0, currency: paid.currency };
  return { status: 'paid', paid, refunded, ...(settlement ? { settlement } : {}) };
}

function totalOf({ details }: JodoOrder): Money | undefined {
  const value = details.reduce((sum, { paise = Number.NaN }) => sum + paise, 0);
  return details.length > 0 && value <= MAX_MONEY_VALUE ? { value, currency: 'INR' } : undefined;
}

/** Lines are settled one by one; the order is settled when the last one is. */
function settlementOf({ details }: JodoOrder): Settlement | undefined {
  const settled = details.flatMap(({ settlementUtr: utr, settledAt: at }) => (utr && at ? [{ utr, at }] : []));
  if (settled.length === 0 || settled.length < details.length) return undefined;
  return {
    reference: [...new Set(settled.map(({ utr }) => utr))].join(','),
    at: new Date(Math.max(...settled.map(({ at }) => at.getTime()))),
  };
}
