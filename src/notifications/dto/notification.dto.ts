import { toPublicId } from '../../common/ids.js';
import type { Notification } from '../notification.entity.js';

/** One message on its way to one payer. */
export class NotificationDto {
  /** @example 'ntf_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'notification';
  linkId: string;
  /** What it is about: the link, that it is still to be paid, or that it was paid. */
  kind: 'link' | 'reminder' | 'receipt';
  /** null once it is erased. */
  to: string | null;
  /** BCP 47; a language we do not speak is answered in English. */
  locale: string;
  /** `suppressed`: not sent, because the payment or the link had ended, or because the reminder was taken back. */
  status: 'queued' | 'sent' | 'failed' | 'suppressed';
  attempts: number;
  /** Why the last attempt did not succeed. */
  error: string | null;
  /** When it is tried next, and whether it is still wanted looked at; null: never again. */
  nextAttemptAt: string | null;
  createdAt: string;
  sentAt: string | null;

  static from(notification: Notification): NotificationDto {
    return {
      id: toPublicId('notification', notification.id),
      object: 'notification',
      linkId: toPublicId('link', notification.linkId),
      kind: notification.kind,
      to: notification.recipient || null,
      locale: notification.locale,
      status: notification.status,
      attempts: notification.attempts,
      error: notification.error,
      nextAttemptAt: notification.dueAt?.toISOString() ?? null,
      createdAt: notification.createdAt.toISOString(),
      sentAt: notification.sentAt?.toISOString() ?? null,
    };
  }
}
