import type { OrderRecord } from './jodo.state.js';
import { toJodoTime } from './jodo.time.js';
import { detailsWire } from './order.wire.js';

/** Events of links name these even when they were never given. */
const LINK_MEMBERS = [
  'student_name',
  'custom_identifier',
  'grade',
  'new_admission',
  'date_of_birth',
  'academic_year_start',
  'academic_year_end',
] as const;

/** The `payload` of an event. That of an order has no transaction id: who needs it must fetch the order. */
export function eventPayload(order: OrderRecord) {
  const { id, payer, echoes, payment, status, notes, product } = order;
  const linkMembers = {
    ...Object.fromEntries(LINK_MEMBERS.map((name) => [name, echoes[name] ?? null])),
    transaction_id: payment ? order.transactionId : null,
  };
  return {
    order_id: id,
    order: {
      ...payer,
      identifier: echoes['identifier'] ?? null,
      ...(product === 'link' ? linkMembers : {}),
      paid_at: payment ? toJodoTime(payment.at) : null,
      status,
      details: detailsWire(order),
      notes,
    },
  };
}
