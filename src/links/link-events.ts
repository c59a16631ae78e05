import { toPublicId } from '../common/ids.js';
import type { NewEvent } from '../events/event-log.js';
import type { Link } from './link.entity.js';

/** What an event tells of a link. Never its URL: whoever reads events must not be able to pay, or to look, in a payer's place. */
export function linkEvent(
  type: 'link.created' | 'link.opened' | 'link.canceled' | 'link.expired',
  link: Link,
  at: Date,
): NewEvent {
  return {
    type,
    at,
    data: {
      link: {
        id: toPublicId('link', link.id),
        object: 'link',
        mode: link.mode,
        paymentId: toPublicId('payment', link.paymentId),
        expiresAt: link.expiresAt.toISOString(),
        canceledAt: link.canceledAt?.toISOString() ?? null,
        createdAt: link.createdAt.toISOString(),
      },
    },
  };
}
