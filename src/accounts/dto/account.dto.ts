import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsObject, IsOptional, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { toPublicId } from '../../common/ids.js';
import { IsEmailAddress, IsLocale, IsPhoneNumber, IsText } from '../../common/validation.js';
import type { Account } from '../account.entity.js';
import type { RateLimit } from '../rate-limits.js';
import {
  IsAfter,
  IsChangeable,
  IsColour,
  IsLogoUrl,
  IsOneLine,
  IsReturnOrigins,
  IsTimeZone,
  IsWebUrl,
} from './account.rules.js';

/** How much may be asked with keys of this mode. */
export class AccountLimitsDto {
  /** @example 25 */
  requestsPerSecond: number;
  /**
   * How many at once, after a pause.
   * @example 50
   */
  burst: number;
}

/** Hours of the day by the account's time zone; `fromHour` is before `toHour`. */
export class ReminderWindowDto {
  /** @example 9 */
  @IsInt()
  @Min(0)
  @Max(23)
  fromHour: number;
  /** @example 18 */
  @IsInt()
  @Min(1)
  @Max(24)
  @IsAfter('fromHour')
  toHour: number;
}

/** What happens by itself to personal data that is old. */
export class RetentionDto {
  /**
   * After so many days without a change, a payment that has ended is erased like on request; null: never by itself.
   * @example 730
   */
  @ValidateIf((_, value) => value !== null)
  @IsInt()
  @Min(1)
  @Max(36_500)
  personalDataDays: number | null;
}

/** The company that payers see on pages and in mail, in both modes. */
export class AccountDto {
  /** @example 'acc_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'account';
  /** @example 'Sample School' */
  name: string;
  /**
   * Who mail comes from; null: the name.
   * @example 'Sample School payments'
   */
  mailSenderName: string | null;
  /** @example 'support@example.com' */
  supportEmail: string | null;
  /** @example '+442079460000' */
  supportPhone: string | null;
  /** @example 'https://www.example.com/help' */
  supportUrl: string | null;
  /** @example 'data:image/png;base64,iVBORw0KGgo=' */
  logoUrl: string | null;
  /** @example '#1b5e20' */
  colour: string | null;
  /** @example 'en' */
  locale: string;
  /** @example 'Europe/London' */
  timeZone: string;
  /**
   * Where payers may be led after paying; empty: anywhere.
   * @example ['https://erp.example.com']
   */
  returnOrigins: string[];
  /** When payers may be reminded. */
  reminderWindow: ReminderWindowDto;
  /** Whether payers whose link was mailed get a receipt by mail. */
  receipts: boolean;
  retention: RetentionDto;
  /** null: not limited. */
  limits: AccountLimitsDto | null;
  createdAt: string;

  static from(account: Account, limit: RateLimit | null): AccountDto {
    const { name, mailSenderName, supportEmail, supportPhone, supportUrl, logoUrl, colour, locale, timeZone } = account;
    const { returnOrigins } = account;
    return {
      id: toPublicId('account', account.id),
      object: 'account',
      name,
      mailSenderName,
      supportEmail,
      supportPhone,
      supportUrl,
      logoUrl,
      colour,
      locale,
      timeZone,
      returnOrigins,
      reminderWindow: account.reminderWindow,
      receipts: account.receipts,
      retention: { personalDataDays: account.personalDataDays },
      limits: limit && { requestsPerSecond: limit.perSecond, burst: limit.burst },
      createdAt: account.createdAt.toISOString(),
    };
  }
}

/** What is left out stays; null clears it. */
export class UpdateAccountDto {
  /** @example 'Sample School' */
  @IsChangeable()
  @IsText({ min: 1, max: 100 })
  @IsOneLine()
  name?: string;

  /**
   * Who mail comes from; null: the name.
   * @example 'Sample School payments'
   */
  @IsOptional()
  @IsText({ min: 1, max: 100 })
  @IsOneLine()
  mailSenderName?: string | null;

  /** @example 'support@example.com' */
  @IsOptional()
  @IsEmailAddress()
  supportEmail?: string | null;

  /** @example '+442079460000' */
  @IsOptional()
  @IsPhoneNumber()
  supportPhone?: string | null;

  /** @example 'https://www.example.com/help' */
  @IsOptional()
  @IsWebUrl()
  supportUrl?: string | null;

  /**
   * The picture itself, as `data:image/…;base64,…` of up to 24576 characters: payers' pages load nothing from elsewhere.
   * @example 'data:image/png;base64,iVBORw0KGgo='
   */
  @IsOptional()
  @IsLogoUrl()
  logoUrl?: string | null;

  /** @example '#1b5e20' */
  @IsOptional()
  @IsColour()
  colour?: string | null;

  /**
   * Of pages and mail, where the payer's language is not known.
   * @example 'en-GB'
   */
  @IsChangeable()
  @IsLocale()
  locale?: string;

  /**
   * An IANA name: how pages and mail write days and times.
   * @example 'Europe/London'
   */
  @IsChangeable()
  @IsTimeZone()
  timeZone?: string;

  /**
   * Up to 20 origins; a payment's `returnUrl` must then be on one of them. `[]` allows any.
   * @example ['https://erp.example.com']
   */
  @IsChangeable()
  @IsReturnOrigins()
  returnOrigins?: string[];
  /** When payers may be reminded: hours of the day in the account's time zone. */
  @IsChangeable()
  @IsObject()
  @ValidateNested()
  @Type(() => ReminderWindowDto)
  reminderWindow?: ReminderWindowDto;

  /**
   * Mail a receipt when a payment is paid whose link was mailed.
   * @example true
   */
  @IsChangeable()
  @IsBoolean()
  receipts?: boolean;

  /** When personal data is erased by itself. */
  @IsChangeable()
  @IsObject()
  @ValidateNested()
  @Type(() => RetentionDto)
  retention?: RetentionDto;
}
