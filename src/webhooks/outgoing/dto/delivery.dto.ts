import { toPublicId } from '../../../common/ids.js';
import type { DeliveryAttempt } from '../delivery-attempt.entity.js';
import type { Delivery } from '../delivery.entity.js';

export class DeliveryAttemptDto {
  number: number;
  at: string;
  /** HTTP status; null: no answer. */
  status: number | null;
  error: string | null;
  durationMs: number;
  /** The first 16 KiB of the answer; null in lists. */
  response: string | null;
}

/** One event on its way to one endpoint. */
export class DeliveryDto {
  /** @example 'dlv_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'delivery';
  endpointId: string;
  eventId: string;
  status: 'due' | 'delivered' | 'exhausted' | 'paused';
  nextAttemptAt: string | null;
  deliveredAt: string | null;
  createdAt: string;
  attempts: DeliveryAttemptDto[];

  static from(delivery: Delivery, attempts: readonly DeliveryAttempt[]): DeliveryDto {
    return {
      id: toPublicId('delivery', delivery.id),
      object: 'delivery',
      endpointId: toPublicId('endpoint', delivery.endpointId),
      eventId: toPublicId('event', delivery.eventId),
      status: delivery.status,
      nextAttemptAt: delivery.dueAt?.toISOString() ?? null,
      deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
      createdAt: delivery.createdAt.toISOString(),
      attempts: attempts.map(({ number, at, status, error, durationMs, response }) => ({
        number,
        at: at.toISOString(),
        status,
        error,
        durationMs,
        response: response ?? null,
      })),
    };
  }
}
