import { toPublicId } from '../../common/ids.js';
import type { NewEvent } from '../../events/event-log.js';
import type { Endpoint } from './endpoint.entity.js';

/** Tells of an endpoint without its URL, whose query may hold the receiver's own token. */
export function endpointEventOf(type: 'endpoint.warning' | 'endpoint.paused', endpoint: Endpoint, at: Date): NewEvent {
  return {
    type,
    at,
    data: {
      endpoint: {
        id: toPublicId('endpoint', endpoint.id),
        object: 'webhook_endpoint',
        mode: endpoint.mode,
        status: endpoint.status,
        pauseReason: endpoint.pauseReason,
        failingSince: endpoint.failingSince?.toISOString() ?? null,
        pausedAt: endpoint.pausedAt?.toISOString() ?? null,
      },
    },
  };
}
