import { createHmac } from 'node:crypto';
import type { CheckoutOrder } from '../../src/gateways/payment-gateway.js';
import type { ProviderWire } from './gateway.harness.js';
import type { ScriptedAnswer } from './scripted-provider.js';

/** How one of Jodo's two products speaks. `segment` is the first part of our ids, `family` of the events' names. */
export interface JodoSpeech {
  readonly segment: 'orders' | 'payment_links';
  readonly family: 'order' | 'payment_link';
}

/** Jodo's side of the wire, written from its documents and not from our gateway. */
export function jodoWire({ segment, family }: JodoSpeech): ProviderWire {
  return {
    idOf: (id) => `${segment}/${id}`,
    created: (id) =>
      success(201, { order_id: orderIdOf(id), redirect_url: `https://pay.jodo.in/p/${orderIdOf(id)}/t` }),
    createdWithoutId: success(200, { redirect_url: 'https://pay.jodo.in/p/x/y' }),
    open: (id, order) => success(200, orderData(id, order, 'unpaid')),
    paid: (id, order) => success(200, orderData(id, order, 'paid')),
    odd: (id, order) => success(200, orderData(id, order, 'on_hold')),
    missing: { status: 400, body: { status: 'error', message: 'Order not found for id: order_1', code: 'E0000' } },
    refusal: (status, text) => ({
      status,
      body: { status: 'error', message: text, code: 'E0000', errors: [{ key: 'email', message: text }] },
    }),
    claimsPaid: ({ eventId, providerPaymentId }) =>
      JSON.stringify({
        event_id: eventId,
        event: `${family}.payment.debited`,
        version: '1.0',
        timestamp: 1_691_143_279,
        payload: {
          order_id: orderIdOf(providerPaymentId),
          order: { status: 'paid', details: [{ component_type: 'Payable Amount', amount: 1000.5 }], notes: [] },
        },
      }),
    unrelatedEvent: JSON.stringify({
      event_id: 'evt_mandate',
      event: 'flex.mandate.expired',
      payload: { order_id: 'order_1', mandate: { id: 'm_1', status: 'expired' } },
    }),
    sign: (body, secret) => ({ 'x-jodo-signature': createHmac('sha256', secret).update(body).digest('hex') }),
    signatureHeader: 'x-jodo-signature',
  };
}

function success(status: number, data: unknown): ScriptedAnswer {
  return { status, body: { status: 'success', data } };
}

function orderIdOf(providerPaymentId: string): string {
  return providerPaymentId.replace(/^(orders|payment_links)\//, '');
}

function orderData(id: string, order: CheckoutOrder, status: string): Record<string, unknown> {
  const paid = status === 'paid';
  return {
    id: orderIdOf(id),
    name: 'Sam Sample',
    transaction_id: paid ? 'trans_568aaf1f9a65' : null,
    paid_at: paid ? '2026-04-06T10:05:45Z' : null,
    status,
    details: [{ component_type: 'Payable Amount', amount: rupees(order.amount.value) }],
    notes: [
      { key: 'dunlin_checkout_id', value: order.checkoutId },
      { key: 'reference', value: order.reference },
    ],
  };
}

function rupees(paise: number): number {
  const digits = String(paise).padStart(3, '0');
  return Number(`${digits.slice(0, -2)}.${digits.slice(-2)}`);
}
