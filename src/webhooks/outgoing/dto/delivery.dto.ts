import { toPublicId } from '../../../common/ids.js';
import type { DeliveryAttempt } from '../delivery-attempt.entity.js';
import type { Delivery } from '../delivery.entity.js';
import type { Endpoint } from '../endpoint.entity.js';

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
  /** `paused`: waits until its endpoint is resumed. `exhausted`: is not tried again by itself. */
  status: 'due' | 'delivered' | 'exhausted' | 'paused';
  /** null: none is planned. */
  nextAttemptAt: string | null;
  deliveredAt: string | null;
  createdAt: string;
  attempts: DeliveryAttemptDto[];

  static from(
    delivery: Delivery,
    { attempts, endpoint }: { attempts: readonly DeliveryAttempt[]; endpoint: Pick<Endpoint, 'status'> },
  ): DeliveryDto {
    const isPaused = delivery.status === 'due' && endpoint.status === 'paused';
    return {
      id: toPublicId('delivery', delivery.id),
      object: 'delivery',
      endpointId: toPublicId('endpoint', delivery.endpointId),
      eventId: toPublicId('event', delivery.eventId),
      status: isPaused ? 'paused' : delivery.status,
      nextAttemptAt: isPaused ? null : (delivery.dueAt?.toISOString() ?? null),
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
