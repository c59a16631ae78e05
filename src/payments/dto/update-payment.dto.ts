import { Type } from 'class-transformer';
import { IsObject, IsOptional, ValidateIf, ValidateNested } from 'class-validator';
import { MoneyDto } from '../../common/money.dto.js';
import { IsFreeText, IsInstant, IsMetadataChange, IsReturnUrl } from '../../common/validation.js';
import { CustomerDto } from './create-payment.dto.js';

/** What may change. A field that is left out stays as it is; null clears it. */
export class UpdatePaymentDto {
  /**
   * Only while the payment is open and was never opened at a provider. If there are items, they must sum to it.
   */
  @ValidateIf((dto: UpdatePaymentDto) => dto.amount !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  /**
   * Shown to the payer.
   * @example 'Invoice 2026-0001, corrected'
   */
  @IsOptional()
  @IsFreeText({ max: 4096, lines: true })
  description?: string | null;

  /** Of the customer, too, what is left out stays and null clears. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CustomerDto)
  customer?: CustomerDto | null;

  /**
   * https, or http on localhost in sandbox.
   * @example 'https://erp.example.com/paid'
   */
  @IsOptional()
  @IsReturnUrl()
  returnUrl?: string | null;

  /**
   * Not of a payment that has ended.
   * @example '2030-01-31T23:59:59.000Z'
   */
  @IsOptional()
  @IsInstant()
  expiresAt?: string | null;

  /**
   * When the money is wanted. Reminders that count from it move with it.
   * @example '2030-01-15T00:00:00.000Z'
   */
  @IsOptional()
  @IsInstant()
  dueAt?: string | null;

  /**
   * Pairs to add or to change; null as the value takes a pair away.
   * @example { "costCentre": "4712", "project": null }
   */
  @IsOptional()
  @IsMetadataChange()
  metadata?: Record<string, string | null> | null;
}
