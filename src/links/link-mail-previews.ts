import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { Clock } from '../common/clock.js';
import type { RowKey } from '../database/owned-row.js';
import { htmlWithImages, MailComposer } from '../notifications/mail-composer.js';
import { PaymentsService } from '../payments/payments.service.js';
import type { MailPreviewDto, MailPreviewQueryDto } from './dto/mail-preview.dto.js';
import { LinkMailContents } from './link-mail-contents.js';
import { LinksRepository } from './links.repository.js';

/** Mails about a link, shown to the ERP instead of sent to the payer. */
@Injectable()
export class LinkMailPreviews {
  constructor(
    private readonly repository: LinksRepository,
    private readonly payments: PaymentsService,
    private readonly accounts: AccountsService,
    private readonly contents: LinkMailContents,
    private readonly composer: MailComposer,
    private readonly clock: Clock,
  ) {}

  /** Of a link in whatever state. Throws `not_found`. */
  async of(key: RowKey, { template: kind = 'link', locale }: MailPreviewQueryDto): Promise<MailPreviewDto> {
    const link = await this.repository.get(key);
    const payment = await this.payments.get({ ...key, id: link.paymentId });
    const content = await this.contents.of(kind, link, payment);
    const mail = this.composer.compose(
      { ...content, paidAt: content.paidAt ?? this.clock.now() },
      { kind, locale: locale ?? (await this.accounts.get(key.accountId)).locale, message: null },
    );
    return { subject: mail.subject, html: htmlWithImages(mail), text: mail.text };
  }
}
