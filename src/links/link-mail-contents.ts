import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { Clock } from '../common/clock.js';
import type { Money } from '../common/money.js';
import type { RowKey } from '../database/owned-row.js';
import type { LinkMailContent, LinkMailSource } from '../notifications/link-mail.js';
import type { NotificationKind } from '../notifications/notification.entity.js';
import type { Payment } from '../payments/payment.entity.js';
import { PaymentsService } from '../payments/payments.service.js';
import { payeeOf } from './link-payee.js';
import { LinkQr } from './link-qr.js';
import type { Link } from './link.entity.js';
import { LinksRepository } from './links.repository.js';

/** Twice what is shown, for sharp screens; the mail scales it down. */
const QR_PIXELS = 264;

/** What mails about links say. */
@Injectable()
export class LinkMailContents implements LinkMailSource {
  constructor(
    private readonly repository: LinksRepository,
    private readonly payments: PaymentsService,
    private readonly accounts: AccountsService,
    private readonly qr: LinkQr,
    private readonly clock: Clock,
  ) {}

  /** null when such a mail must not be sent any more, or not yet. */
  async contentOf(key: RowKey, kind: NotificationKind): Promise<LinkMailContent | null> {
    const { link, payment } = await this.factsOf(key);
    return this.mayGo(kind, link, payment) ? this.of(kind, link, payment) : null;
  }

  async isWanted(key: RowKey, kind: NotificationKind): Promise<boolean> {
    const { link, payment } = await this.factsOf(key);
    return this.mayGo(kind, link, payment);
  }

  /** Whatever became of link and payment. */
  async of(kind: NotificationKind, link: Link, payment: Payment): Promise<LinkMailContent> {
    const account = await this.accounts.get(link.accountId);
    const payee = payeeOf(account);
    const url = this.repository.urlOf(link);
    return {
      senderName: account.sender,
      timeZone: payee.timeZone,
      reminderWindow: account.reminderWindow,
      mode: link.mode,
      payee,
      recipientName: payment.customer.name,
      amount: kind === 'receipt' ? receivedOf(payment) : payment.money,
      reference: payment.reference,
      description: payment.description,
      dueAt: payment.dueAt,
      paidAt: payment.paidAt,
      url,
      stopUrl: `${url}/reminders/stop`,
      qrPng: await this.qr.png(url, QR_PIXELS),
      linkMadeAt: link.createdAt,
    };
  }

  private async factsOf(key: RowKey): Promise<{ link: Link; payment: Payment }> {
    const link = await this.repository.get(key);
    return { link, payment: await this.payments.get({ ...key, id: link.paymentId }) };
  }

  private mayGo(kind: NotificationKind, link: Link, payment: Payment): boolean {
    if (kind === 'receipt') return payment.status === 'paid';
    if (kind === 'reminder' && link.remindersStoppedAt !== null) return false;
    return link.statusFor(payment, this.clock.now()) === 'active';
  }
}

/** What came in may be less than was owed, where only a part was captured, or more. Of a preview, what is owed. */
function receivedOf({ amountPaid, currency, money }: Payment): Money {
  return amountPaid > 0 ? { value: amountPaid, currency } : money;
}
