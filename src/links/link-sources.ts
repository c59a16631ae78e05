import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { Clock } from '../common/clock.js';
import type { RowKey } from '../database/owned-row.js';
import { LinkMail, type LinkMailSource } from '../notifications/link-mail.js';
import { PaymentLinks, type PaymentLink } from '../payments/payment-links.js';
import type { Payment } from '../payments/payment.entity.js';
import { PaymentsService } from '../payments/payments.service.js';
import { payeeOf } from './link-payee.js';
import { LinksRepository } from './links.repository.js';

/** Gives payments their links and mails their content. */
@Injectable()
export class LinkSources implements OnModuleInit {
  constructor(
    private readonly repository: LinksRepository,
    private readonly payments: PaymentsService,
    private readonly accounts: AccountsService,
    private readonly paymentLinks: PaymentLinks,
    private readonly linkMail: LinkMail,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.paymentLinks.provide({
      of: (payments) => this.linksOf(payments),
      endMoved: (tx, payment) => this.repository.moveDue(tx, payment),
    });
    this.linkMail.provide((link) => this.mailContent(link));
  }

  private async linksOf(payments: readonly Payment[]): Promise<ReadonlyMap<string, readonly PaymentLink[]>> {
    const links = await this.repository.ofPayments(payments);
    const now = this.clock.now();
    const shown = payments.map((payment): [string, PaymentLink[]] => [
      payment.id,
      links
        .filter(({ paymentId }) => paymentId === payment.id)
        .map((link) => ({ id: link.id, url: this.repository.urlOf(link), status: link.statusFor(payment, now) })),
    ]);
    return new Map(shown);
  }

  private async mailContent(key: RowKey): ReturnType<LinkMailSource> {
    const link = await this.repository.get(key);
    const payment = await this.payments.get({ ...key, id: link.paymentId });
    if (link.statusFor(payment, this.clock.now()) !== 'active') return null;
    const account = await this.accounts.get(link.accountId);
    const payee = payeeOf(account);
    return {
      senderName: account.sender,
      timeZone: payee.timeZone,
      mode: link.mode,
      payee,
      recipientName: payment.customer.name,
      amount: payment.money,
      reference: payment.reference,
      description: payment.description,
      dueAt: payment.dueAt,
      url: this.repository.urlOf(link),
    };
  }
}
