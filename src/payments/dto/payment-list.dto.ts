import { IsIn, IsOptional } from 'class-validator';
import { IsText } from '../../common/validation.js';
import { PAYMENT_STATUSES, type PaymentStatus } from '../payment-status.js';
import { PaymentDto } from './payment.dto.js';

export class ListPaymentsDto {
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
}

export class PaymentListDto {
  data: PaymentDto[];
  nextCursor: string | null;
}
