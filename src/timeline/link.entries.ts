import { toPublicId } from '../common/ids.js';
import type { Link } from '../links/link.entity.js';
import type { Notification } from '../notifications/notification.entity.js';
import type { TimelineEntry } from './timeline.entry.js';
import type { PaymentFacts } from './timeline.facts.js';

export function linkEntries({ links }: PaymentFacts): TimelineEntry[] {
  return links.flatMap((link) => [
    ...entry(link.createdAt, 'A link was made', link),
    ...entry(link.firstOpenedAt, 'Somebody opened the link', link),
    ...(isLater(link.lastOpenedAt, link.firstOpenedAt)
      ? entry(link.lastOpenedAt, 'The link was opened the last time so far', link)
      : []),
    ...entry(link.canceledAt, 'The link was canceled', link),
  ]);
}

export function mailEntries({ notifications }: PaymentFacts): TimelineEntry[] {
  return notifications.flatMap((notification) => [
    mail(notification.createdAt, BECAME[notification.status], notification),
    ...(notification.sentAt ? [mail(notification.sentAt, 'The mail server took the mail', notification)] : []),
  ]);
}

const BECAME: Readonly<Record<Notification['status'], string>> = {
  queued: 'A mail was asked for and is not sent yet',
  sent: 'A mail was asked for',
  failed: 'A mail was asked for and could not be sent',
  suppressed: 'A mail was asked for and not sent, since there was nothing more to pay',
};

function entry(at: Date | null, text: string, { id, opensByPeople, opensByScanners }: Link): TimelineEntry[] {
  if (at === null) return [];
  const opens = { people: opensByPeople, scanners: opensByScanners };
  return [{ at, kind: 'link', text, data: { linkId: toPublicId('link', id), opens } }];
}

function mail(at: Date, text: string, { id, linkId, recipient, status, attempts, error }: Notification): TimelineEntry {
  return {
    at,
    kind: 'mail',
    text: error === null ? text : `${text}: ${error}`,
    data: {
      notificationId: toPublicId('notification', id),
      linkId: toPublicId('link', linkId),
      to: recipient || null,
      status,
      attempts,
      error,
    },
  };
}

function isLater(at: Date | null, than: Date | null): boolean {
  return at !== null && than !== null && at > than;
}
