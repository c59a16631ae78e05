import { toPublicId } from '../common/ids.js';
import type { Event } from './event.entity.js';

/** What receivers get, by push and by pull alike. */
export interface EventEnvelope {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly mode: 'sandbox' | 'live';
  readonly timestamp: string;
  readonly data: object;
  readonly previous: object | null;
}

/** Only numbered events have one. The same row gives the same text, byte for byte, for as long as it exists. */
export function envelopeOf(event: Event): EventEnvelope {
  if (event.sequence === null) throw new Error('This event has no number yet');
  return {
    id: toPublicId('event', event.id),
    type: event.type,
    sequence: event.sequence,
    mode: event.mode,
    timestamp: event.createdAt.toISOString(),
    data: event.data,
    previous: event.previous,
  };
}
