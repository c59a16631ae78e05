import { IsIn, IsOptional } from 'class-validator';
import { IsLocale } from '../../common/validation.js';
import { NOTIFICATION_KINDS, type NotificationKind } from '../../notifications/notification.entity.js';

export class MailPreviewQueryDto {
  /**
   * Which mail; without it, the one that carries the link.
   * @example 'reminder'
   */
  @IsOptional()
  @IsIn(NOTIFICATION_KINDS)
  template?: NotificationKind;

  /**
   * BCP 47; without it, the account's.
   * @example 'de'
   */
  @IsOptional()
  @IsLocale()
  locale?: string;
}

/** A mail as it would be sent now. */
export class MailPreviewDto {
  /** @example 'Payment request from Sample School: £10.00 (INV-2026-0001)' */
  subject: string;
  /** A whole document; the QR code stands in it as data. */
  html: string;
  text: string;
}
