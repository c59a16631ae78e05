import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { IsEmailAddress, IsFreeText, IsInstant, IsLocale, IsText } from '../../common/validation.js';
import { MOST_REMINDERS } from '../../notifications/reminders/reminder.js';
import { CreatePaymentDto } from '../../payments/dto/create-payment.dto.js';
import { ReminderDto } from './reminder.dto.js';

/** A mail that carries the link. */
export class SendLinkDto {
  /**
   * Where to; without it, the customer's e-mail address.
   * @example 'payer@example.com'
   */
  @IsOptional()
  @IsEmailAddress()
  to?: string | null;

  /**
   * BCP 47; without it, the account's.
   * @example 'en'
   */
  @IsOptional()
  @IsLocale()
  locale?: string | null;

  /**
   * Your own words to the payer.
   * @example 'Thank you for your order.'
   */
  @IsOptional()
  @IsFreeText({ max: 2000, lines: true })
  message?: string | null;
}

/** A link to a new payment (`payment`) or to an existing one (`paymentId`). */
export class CreateLinkDto {
  /** @example 'pay_01h455vb4pex5vsknk084sn02q' */
  @IsOptional()
  @IsText({ max: 40 })
  paymentId?: string | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CreatePaymentDto)
  payment?: CreatePaymentDto | null;

  /**
   * Between 15 minutes and 180 days from now; without it, 14 days.
   * @example '2030-01-31T23:59:59.000Z'
   */
  @IsOptional()
  @IsInstant()
  expiresAt?: string | null;

  /** Mail the link at once. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SendLinkDto)
  send?: SendLinkDto | null;

  /** Mails to the same address later, while it is not paid: at most five, and one a day. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_REMINDERS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ReminderDto)
  reminders?: ReminderDto[] | null;
}
