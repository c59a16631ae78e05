import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { LinkMail } from '../notifications/link-mail.js';
import { PaymentLinks, type PaymentLink } from '../payments/payment-links.js';
import type { Payment } from '../payments/payment.entity.js';
import { LinkMailContents } from './link-mail-contents.js';
import { LinkMails } from './link-mails.service.js';
import { LinksRepository } from './links.repository.js';

/** Gives payments their links and mails their content. */
@Injectable()
export class LinkSources implements OnModuleInit {
  constructor(
    private readonly repository: LinksRepository,
    private readonly paymentLinks: PaymentLinks,
    private readonly linkMail: LinkMail,
    private readonly mailContents: LinkMailContents,
    private readonly mails: LinkMails,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.paymentLinks.provide({
      of: (payments) => this.linksOf(payments),
      endMoved: (tx, payment) => this.repository.moveDue(tx, payment),
      dueMoved: (tx, payment) => this.mails.moveReminders(tx, payment),
    });
    this.linkMail.provide(this.mailContents);
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
}
