import { toPublicId } from '../common/ids.js';
import type { Money } from '../common/money.js';
import type { NewEvent } from '../events/event-log.js';
import { paymentBody } from './payment-body.js';
import type { Payment } from './payment.entity.js';
import type { Refund, RefundResolution, RefundStatus } from './refund.entity.js';

/** A refund as its row tells it: what events carry and the API answers. */
export interface RefundBody {
  readonly id: string;
  readonly object: 'refund';
  readonly paymentId: string;
  readonly amount: Money;
  readonly reason: string | null;
  readonly status: RefundStatus;
  readonly resolution: RefundResolution | null;
  readonly createdAt: string;
}

export function refundBody(refund: Refund): RefundBody {
  return {
    id: toPublicId('refund', refund.id),
    object: 'refund',
    paymentId: toPublicId('payment', refund.paymentId),
    amount: refund.money,
    reason: refund.reason,
    status: refund.status,
    resolution: refund.resolution,
    createdAt: refund.createdAt.toISOString(),
  };
}

/** No step of the payment: what it changes of that is told by the payment's own events. */
export function refundEvent(
  type: 'refund.created' | 'refund.succeeded' | 'refund.failed',
  { refund, payment }: { refund: Refund; payment: Payment },
): NewEvent {
  const data = { refund: refundBody(refund), payment: paymentBody(payment) };
  return { type, at: refund.updatedAt, data, paymentId: payment.id };
}
