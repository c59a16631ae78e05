import { Injectable } from '@nestjs/common';
import type { RowKey } from '../database/owned-row.js';
import type { LinkMailModel } from './templates/link-mail.model.js';

type LinkMailContent = Omit<LinkMailModel, 'locale' | 'message' | 'purpose' | 'qrContentId'> & {
  /** Who the mail says it comes from. */
  readonly senderName: string;
};

/** What a mail about a link says now, or null when nothing may be sent any more: paid, canceled or expired. */
export type LinkMailSource = (link: RowKey) => Promise<LinkMailContent | null>;

/**
 * Mails are about links, but links queue mails and not the reverse: whoever owns the links gives the function that tells
 * a mail's content at the moment of sending, once, at the start.
 */
@Injectable()
export class LinkMail {
  private source: LinkMailSource | null = null;

  provide(source: LinkMailSource): void {
    if (this.source) throw new Error('The content of link mails is provided twice');
    this.source = source;
  }

  contentOf(link: RowKey): ReturnType<LinkMailSource> {
    if (!this.source) throw new Error('Nobody provides the content of link mails');
    return this.source(link);
  }
}
