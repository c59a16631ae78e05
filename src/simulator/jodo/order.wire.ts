import type { SimulatorContext } from '../simulator.context.js';
import type { OrderRecord } from './jodo.state.js';
import { toJodoTime } from './jodo.time.js';
import { referencesOf } from './order.book.js';
import { toRupees } from './rupee.amounts.js';

/** The body of an answer to a create: the id is called `order_id` here, and `id` on a fetch. */
export function createdWire(order: OrderRecord, baseUrl: string) {
  const callback = order.callbackUrl ? `?callback_url=${encodeURIComponent(order.callbackUrl)}` : '';
  return { order_id: order.id, redirect_url: `${baseUrl}${pagePath(order)}${callback}` };
}

/** Where its payer pays. */
export function pagePath(order: OrderRecord): string {
  return `/p/${order.id}/${order.transactionId}`;
}

/** An order as a fetch shows it, falsified if a scenario wants it so; the order itself stays true. */
export function fetchedWire(order: OrderRecord, { scenarios }: SimulatorContext) {
  const target = { intentId: order.id, reference: referencesOf(order.notes), operation: 'fetch' };
  const scenario = scenarios.take('echo', target);
  const wire = orderWire(order);
  switch (scenario?.name) {
    case 'amount_mismatch': {
      const [first, ...others] = order.details;
      const amountPaise = scenario.options.value ?? first!.amountPaise + 1;
      const lines = scenario.options.value === undefined ? others : [];
      return { ...wire, details: detailsWire({ ...order, details: [{ ...first!, amountPaise }, ...lines] }) };
    }
    case 'reference_mismatch':
      return { ...wire, notes: order.notes.map(({ key, value }) => ({ key, value: `not-${value}` })) };
    case 'unknown_status':
      return { ...wire, status: String(scenario.options.status ?? 'on_hold') };
    default:
      return wire;
  }
}

/** The lines in rupees; settled ones say when and under which reference. */
export function detailsWire({ details, settlement }: Pick<OrderRecord, 'details' | 'settlement'>) {
  const settled = settlement && { settlement_utr: settlement.utr, settled_at: toJodoTime(settlement.at) };
  return details.map(({ componentType, amountPaise }) => ({
    component_type: componentType,
    amount: toRupees(amountPaise),
    ...settled,
  }));
}

function orderWire(order: OrderRecord) {
  const { id, payer, echoes, payment, status, notes, product, expiresAt } = order;
  return {
    id,
    ...payer,
    ...echoes,
    transaction_id: payment ? order.transactionId : null,
    paid_at: payment ? toJodoTime(payment.at) : null,
    status,
    details: detailsWire(order),
    notes,
    ...(product === 'link' ? { expires_at: expiresAt ? toJodoTime(expiresAt) : null } : {}),
  };
}
