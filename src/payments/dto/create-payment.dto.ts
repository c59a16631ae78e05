import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { MoneyDto } from '../../common/money.dto.js';
import {
  IsEmailAddress,
  IsErpNumber,
  IsFreeText,
  IsInstant,
  IsMetadata,
  IsPhoneNumber,
  IsReference,
  IsReturnUrl,
  IsText,
} from '../../common/validation.js';

export class CustomerDto {
  /** @example 'Sample Customer' */
  @IsOptional()
  @IsFreeText({ max: 200 })
  name?: string | null;

  /**
   * One bare address; where the link is mailed to.
   * @example 'payer@example.com'
   */
  @IsOptional()
  @IsEmailAddress()
  email?: string | null;

  /**
   * E.164.
   * @example '+442079460000'
   */
  @IsOptional()
  @IsPhoneNumber()
  phone?: string | null;

  /**
   * The ERP's own number of the customer.
   * @example 'C-1001'
   */
  @IsOptional()
  @IsErpNumber({ max: 200 })
  externalId?: string | null;
}

export class PaymentItemDto {
  /** @example 'Tuition fee, spring term' */
  @IsFreeText({ min: 1, max: 200 })
  description: string;

  /** @example 1 */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  quantity?: number | null;

  /** Of the whole line, not of one piece. */
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  /** @example 'FEE-01' */
  @IsOptional()
  @IsErpNumber({ max: 60 })
  code?: string | null;
}

/** What is owed, and by whom. */
export class CreatePaymentDto {
  /**
   * The ERP's own number, unique per account and mode. Creating again with the same reference and the same content
   * answers with the existing payment.
   * @example 'INV-2026-0001'
   */
  @IsReference()
  reference: string;

  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  /**
   * Shown to the payer.
   * @example 'Invoice 2026-0001'
   */
  @IsOptional()
  @IsFreeText({ max: 4096, lines: true })
  description?: string | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CustomerDto)
  customer?: CustomerDto | null;

  /** If given, they sum to the amount. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PaymentItemDto)
  items?: PaymentItemDto[] | null;

  /**
   * `manual` holds the money until it is captured.
   * @example 'automatic'
   */
  @IsOptional()
  @IsIn(['automatic', 'manual'])
  capture?: 'automatic' | 'manual' | null;

  /** Which connection to use; without it, the enabled ones are tried in the order of their priority. */
  @IsOptional()
  @IsText({ max: 40 })
  connectionId?: string | null;

  /**
   * Where our page leads the payer when all is done: https, or in sandbox http on localhost.
   * @example 'https://erp.example.com/paid'
   */
  @IsOptional()
  @IsReturnUrl()
  returnUrl?: string | null;

  /**
   * After this instant it cannot be paid any more.
   * @example '2030-01-31T23:59:59.000Z'
   */
  @IsOptional()
  @IsInstant()
  expiresAt?: string | null;

  /**
   * When the money is wanted; for the payer's information and for reminders.
   * @example '2030-01-15T00:00:00.000Z'
   */
  @IsOptional()
  @IsInstant()
  dueAt?: string | null;

  /**
   * Up to 50 pairs of texts, given back as they came.
   * @example { "costCentre": "4711" }
   */
  @IsOptional()
  @IsMetadata()
  metadata?: Record<string, string> | null;
}
