import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import type { Account } from '../../accounts/account.entity.js';
import { IsChangeable, IsOneLine, IsTimeZone } from '../../accounts/dto/account.rules.js';
import { SCOPES, type Scope } from '../../accounts/scopes.js';
import { toPublicId } from '../../common/ids.js';
import { IsEmailAddress, IsInstant, IsLocale, IsText } from '../../common/validation.js';

/** An account as the operator sees it. */
export class AdminAccountDto {
  /** @example 'acc_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'account';
  /** @example 'Sample School' */
  name: string;
  /** @example 'support@example.com' */
  supportEmail: string | null;
  /** @example 'en' */
  locale: string;
  /** @example 'Europe/London' */
  timeZone: string;
  createdAt: string;

  static from(account: Account): AdminAccountDto {
    return {
      id: toPublicId('account', account.id),
      object: 'account',
      name: account.name,
      supportEmail: account.supportEmail,
      locale: account.locale,
      timeZone: account.timeZone,
      createdAt: account.createdAt.toISOString(),
    };
  }
}

export class AdminAccountListDto {
  data: AdminAccountDto[];
  nextCursor: string | null;
}

export class CreateAccountDto {
  /**
   * As payers see it.
   * @example 'Sample School'
   */
  @IsText({ min: 1, max: 100 })
  @IsOneLine()
  name: string;

  /** @example 'support@example.com' */
  @IsOptional()
  @IsEmailAddress()
  supportEmail?: string | null;

  /** @example 'en' */
  @IsChangeable()
  @IsLocale()
  locale?: string;

  /** @example 'Europe/London' */
  @IsChangeable()
  @IsTimeZone()
  timeZone?: string;
}

export class CreateAccountKeyDto {
  /** @example 'sandbox' */
  @IsIn(['sandbox', 'live'])
  mode: 'sandbox' | 'live';

  /** @example 'First key' */
  @IsText({ min: 1, max: 100 })
  name: string;

  /** Without it: all. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[] | null;

  /** When it ends by itself; without it: never. */
  @IsOptional()
  @IsInstant()
  expiresAt?: string | null;
}
