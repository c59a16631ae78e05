import { IsIn, IsOptional } from 'class-validator';
import { IsFreeText, IsInstant } from '../../common/validation.js';
import { RECORD_METHODS, type RecordedPayment } from '../payment-facts.js';

/** Money that came by another way. */
export class RecordPaymentDto {
  @IsIn(RECORD_METHODS)
  method: 'cash' | 'bank_transfer' | 'other';

  /**
   * When the money came; not in the future.
   * @example '2026-11-19T15:30:00.000Z'
   */
  @IsInstant()
  receivedAt: string;

  /** @example 'Paid at the office, receipt 17' */
  @IsOptional()
  @IsFreeText({ min: 1, max: 1000, lines: true })
  note?: string | null;

  static recorded({ method, receivedAt, note }: RecordPaymentDto): RecordedPayment {
    return { method, receivedAt: new Date(receivedAt).toISOString(), note: note ?? null };
  }
}
