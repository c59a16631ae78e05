import { formatMoney } from '../../common/money.js';
import { deliveryView, webhooksPending, webhookTries } from '../delivery.record.js';
import type { ListedPayment } from '../simulated.provider.js';
import type { JodoState, OrderRecord } from './jodo.state.js';
import { referencesOf, totalPaise } from './order.book.js';
import { pagePath } from './order.wire.js';

/** The provider's truth as tests compare it with ours: paise, no credentials, nothing of the payer. */
export function jodoLedger(orders: readonly OrderRecord[], { deliveries }: JodoState) {
  const tries = webhookTries(deliveries);
  const pending = webhooksPending(deliveries);
  return {
    orders: orders.map((order) => ({
      id: order.id,
      product: order.product,
      account: order.accountId,
      collectorCode: order.collectorCode ?? null,
      reference: referenceOf(order),
      notes: order.notes,
      amountPaise: totalPaise(order),
      currency: 'INR',
      status: order.status,
      charges: charges(order),
      settlement: order.settlement ?? null,
      createdAt: order.createdAt,
      expireAt: order.expiresAt ?? null,
      payable: order.status === 'unpaid',
      webhookTries: tries.get(order.id) ?? 0,
      webhooksPending: pending.get(order.id) ?? 0,
    })),
  };
}

/** Every delivery with its tries, oldest first. */
export function jodoDeliveries({ deliveries, hooks }: JodoState) {
  return deliveries.map((delivery) => ({
    ...deliveryView(delivery, hooks[delivery.subscriptionId]?.url),
    orderId: delivery.paymentId,
  }));
}

export function jodoPayments(orders: readonly OrderRecord[]): ListedPayment[] {
  return orders.map((order) => ({
    id: order.id,
    reference: referenceOf(order),
    total: formatMoney({ value: totalPaise(order), currency: 'INR' }, 'en-IN'),
    status: order.status,
    charges: charges(order).length,
    createdAt: order.createdAt,
    pageUrl: pagePath(order),
  }));
}

function referenceOf({ notes }: OrderRecord): string {
  return referencesOf(notes)[0] ?? '';
}

/** At most one. */
function charges({ payment, transactionId }: OrderRecord) {
  return payment ? [{ transactionId, amount: payment.amountPaise, at: payment.at, method: payment.method }] : [];
}
