import { Controller, Get, Header, NotFoundException, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { toBuffer } from 'qrcode';
import { NoKey } from '../../accounts/api-key.decorators.js';
import { htmlWithImages, MailComposer } from '../mail-composer.js';
import { MAIL_POLICY } from '../mail-policy.js';
import { NOTIFICATION_KINDS, type NotificationKind } from '../notification.entity.js';
import { MAIL_LANGUAGES } from '../templates/link-mail.catalogue.js';
import { LocalMailboxView, PAGE_POLICY } from './local-mailbox.view.js';
import { SAMPLE_MESSAGE, SAMPLE_URL, sampleContent } from './mail-gallery.sample.js';

const HTML = 'text/html; charset=utf-8';

/** Every mail in every language, for whoever changes a template or a text. On development machines only. */
@ApiExcludeController()
@NoKey({ isLimited: false })
@Controller('dev/mails')
export class MailGalleryController {
  constructor(
    private readonly composer: MailComposer,
    private readonly view: LocalMailboxView,
  ) {}

  @Get()
  @Header('Content-Type', HTML)
  @Header('Content-Security-Policy', PAGE_POLICY)
  list(): string {
    return this.view.gallery({ kinds: NOTIFICATION_KINDS, languages: MAIL_LANGUAGES });
  }

  @Get(':kind/:language')
  @Header('Content-Type', HTML)
  @Header('Content-Security-Policy', MAIL_POLICY)
  @Header('X-Frame-Options', 'SAMEORIGIN')
  async mail(@Param('kind') kind: string, @Param('language') language: string): Promise<string> {
    if (!isKind(kind) || !MAIL_LANGUAGES.includes(language)) throw new NotFoundException();
    const content = sampleContent(await toBuffer(SAMPLE_URL, { type: 'png', width: 264 }));
    return htmlWithImages(this.composer.compose(content, { kind, locale: language, message: SAMPLE_MESSAGE }));
  }
}

function isKind(text: string): text is NotificationKind {
  return NOTIFICATION_KINDS.some((kind) => kind === text);
}
