import { Injectable } from '@nestjs/common';
import type { ReminderWindow } from '../accounts/account.entity.js';
import type { RowKey } from '../database/owned-row.js';
import type { NotificationKind } from './notification.entity.js';
import type { LinkMailModel } from './templates/link-mail.model.js';

/** What is the same whatever the mail is for, and whoever gets it. */
export interface LinkMailContent extends Omit<LinkMailModel, 'kind' | 'locale' | 'message' | 'qrContentId'> {
  /** Who the mail says it comes from. */
  readonly senderName: string;
  /** The link as a QR code. */
  readonly qrPng: Buffer;
  readonly linkMadeAt: Date;
  readonly reminderWindow: ReminderWindow;
}

export interface LinkMailSource {
  /** What a mail about a link says now, or null when that must not be sent any more: nobody is asked to pay what is paid. */
  contentOf(link: RowKey, kind: NotificationKind): Promise<LinkMailContent | null>;
  /** The same question without the content: asked again when a mail is about to leave. */
  isWanted(link: RowKey, kind: NotificationKind): Promise<boolean>;
}

/**
 * Mails are about links, but links queue mails and not the reverse: whoever owns the links tells a mail's content at the
 * moment of sending, and is made known here once, at the start.
 */
@Injectable()
export class LinkMail implements LinkMailSource {
  private source: LinkMailSource | null = null;

  provide(source: LinkMailSource): void {
    if (this.source) throw new Error('The content of link mails is provided twice');
    this.source = source;
  }

  contentOf(link: RowKey, kind: NotificationKind): Promise<LinkMailContent | null> {
    return this.known().contentOf(link, kind);
  }

  isWanted(link: RowKey, kind: NotificationKind): Promise<boolean> {
    return this.known().isWanted(link, kind);
  }

  private known(): LinkMailSource {
    if (!this.source) throw new Error('Nobody provides the content of link mails');
    return this.source;
  }
}
