import { toPublicId } from '../../common/ids.js';
import { MoneySumDto } from '../../common/money.dto.js';
import { NotificationDto } from '../../notifications/dto/notification.dto.js';
import type { Notification } from '../../notifications/notification.entity.js';
import type { Payment } from '../../payments/payment.entity.js';
import type { Link, LinkStatus } from '../link.entity.js';
import { ReminderDto } from './reminder.dto.js';

export class LinkOpensDto {
  people: number;
  /** Programs that look into mails: scanners, previews. */
  scanners: number;
  firstAt: string | null;
  lastAt: string | null;
}

export class LinkPaymentDto {
  reference: string;
  amount: MoneySumDto;
  status:
    'open' | 'pending' | 'authorized' | 'paid' | 'failed' | 'partially_refunded' | 'refunded' | 'canceled' | 'expired';
}

/** A URL that leads a payer to a payment. It never breaks: whatever became of the payment, it says so. */
export class LinkDto {
  /** @example 'lnk_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'link';
  mode: 'sandbox' | 'live';
  /** What the payer gets. Whoever has it can pay; treat it as you would an invoice. */
  url: string;
  status: 'active' | 'paid' | 'canceled' | 'expired';
  /** @example 'pay_01h455vb4pex5vsknk084sn02q' */
  paymentId: string;
  payment: LinkPaymentDto;
  opens: LinkOpensDto;
  reminders: ReminderDto[];
  /** When the payer asked not to be reminded any more. */
  remindersStoppedAt: string | null;
  notifications: NotificationDto[];
  expiresAt: string;
  createdAt: string;

  static from(
    link: Link,
    parts: { url: string; status: LinkStatus; payment: Payment; notifications: readonly Notification[] },
  ): LinkDto {
    const { payment } = parts;
    return {
      id: toPublicId('link', link.id),
      object: 'link',
      mode: link.mode,
      url: parts.url,
      status: parts.status,
      paymentId: toPublicId('payment', payment.id),
      payment: { reference: payment.reference, amount: payment.money, status: payment.status },
      opens: {
        people: link.opensByPeople,
        scanners: link.opensByScanners,
        firstAt: link.firstOpenedAt?.toISOString() ?? null,
        lastAt: link.lastOpenedAt?.toISOString() ?? null,
      },
      reminders: link.reminders.map(({ days, relativeTo }) => ({ days, relativeTo })),
      remindersStoppedAt: link.remindersStoppedAt?.toISOString() ?? null,
      notifications: parts.notifications.map((notification) => NotificationDto.from(notification)),
      expiresAt: link.expiresAt.toISOString(),
      createdAt: link.createdAt.toISOString(),
    };
  }
}
