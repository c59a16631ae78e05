import { IsIn, IsOptional } from 'class-validator';
import { PageQueryDto } from '../../common/page.dto.js';
import { IsEmailAddress, IsInstant, IsMetadata, IsText } from '../../common/validation.js';
import { REVIEW_REASONS, type ReviewReason } from '../payment-facts.js';
import { PAYMENT_STATUSES, type PaymentStatus } from '../payment-status.js';
import { PaymentDto } from './payment.dto.js';

export class ListPaymentsDto extends PageQueryDto {
  /** @example 'INV-2026-0001' */
  @IsOptional()
  @IsText({ min: 1, max: 60 })
  reference?: string;

  @IsOptional()
  @IsIn(PAYMENT_STATUSES)
  status?: PaymentStatus;

  @IsOptional()
  @IsIn(['unbooked', 'posted', 'rejected'])
  booking?: 'unbooked' | 'posted' | 'rejected';

  /** A reason, or `any`: everything that a person must look at. */
  @IsOptional()
  @IsIn(['any', ...REVIEW_REASONS])
  review?: 'any' | ReviewReason;

  /**
   * Upper and lower case are the same here.
   * @example 'payer@example.com'
   */
  @IsOptional()
  @IsEmailAddress()
  customerEmail?: string;

  /**
   * Created at this instant or later.
   * @example '2030-01-01T00:00:00.000Z'
   */
  @IsOptional()
  @IsInstant()
  createdFrom?: string;

  /**
   * Created before this instant.
   * @example '2030-02-01T00:00:00.000Z'
   */
  @IsOptional()
  @IsInstant()
  createdTo?: string;

  /**
   * Paid at this instant or later.
   * @example '2030-01-01T00:00:00.000Z'
   */
  @IsOptional()
  @IsInstant()
  paidFrom?: string;

  /**
   * Paid before this instant.
   * @example '2030-02-01T00:00:00.000Z'
   */
  @IsOptional()
  @IsInstant()
  paidTo?: string;

  /** `metadata[costCentre]=4711`; of several pairs, payments that hold all. */
  @IsOptional()
  @IsMetadata()
  metadata?: Record<string, string>;
}

export class PaymentListDto {
  data: PaymentDto[];
  nextCursor: string | null;
}
