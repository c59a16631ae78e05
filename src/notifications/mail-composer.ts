import { Injectable } from '@nestjs/common';
import type { LinkMailContent } from './link-mail.js';
import { MailRenderer } from './mail-renderer.js';
import type { OutgoingMessage } from './notification-channel.js';
import type { NotificationKind } from './notification.entity.js';
import { oneLine, shortened } from './templates/plain-text.js';

/** Names the image within its own message only. */
const QR = 'qr@link';
/** A header line has an end: 998 bytes. */
const LONGEST_SENDER = 100;

interface Wish {
  readonly kind: NotificationKind;
  /** BCP 47. */
  readonly locale: string;
  /** The ERP's own words. */
  readonly message: string | null;
}

export type ComposedMail = Omit<OutgoingMessage, 'id' | 'to' | 'date'>;

/** Makes a mail of what is known about a link: the same one for the payer and for whoever wants to see it beforehand. */
@Injectable()
export class MailComposer {
  constructor(private readonly renderer: MailRenderer) {}

  compose(content: LinkMailContent, { kind, locale, message }: Wish): ComposedMail {
    const hasQr = kind !== 'receipt';
    const mail = this.renderer.render({ ...content, kind, locale, message, qrContentId: hasQr ? QR : null });
    return {
      ...mail,
      kind,
      senderName: shortened(oneLine(content.senderName), LONGEST_SENDER),
      replyTo: content.payee.supportEmail,
      images: hasQr ? [{ contentId: QR, png: content.qrPng }] : [],
      stopUrl: kind === 'reminder' ? content.stopUrl : null,
    };
  }
}

/** The HTML as it looks where images cannot be attached: they stand in it as data. */
export function htmlWithImages({ html, images }: Pick<ComposedMail, 'html' | 'images'>): string {
  return images.reduce(
    (result, { contentId, png }) =>
      result.replaceAll(`cid:${contentId}`, `data:image/png;base64,${png.toString('base64')}`),
    html,
  );
}
