import { IsIn, ValidateIf } from 'class-validator';
import { IsErpNumber, IsFreeText } from '../../common/validation.js';

/** What the ERP did with the money. */
export class BookPaymentDto {
  @IsIn(['posted', 'rejected'])
  status: 'posted' | 'rejected';

  /**
   * The number under which it was posted; needed with `posted`.
   * @example 'RE-4711'
   */
  @ValidateIf((dto: BookPaymentDto) => dto.status === 'posted' || (dto.voucher ?? null) !== null)
  @IsErpNumber({ min: 1, max: 200 })
  voucher?: string | null;

  /**
   * Why it could not be posted; needed with `rejected`.
   * @example 'period closed'
   */
  @ValidateIf((dto: BookPaymentDto) => dto.status === 'rejected' || (dto.reason ?? null) !== null)
  @IsFreeText({ min: 1, max: 1000, lines: true })
  reason?: string | null;
}
