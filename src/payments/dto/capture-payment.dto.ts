import { Type } from 'class-transformer';
import { IsObject, ValidateIf, ValidateNested } from 'class-validator';
import { MoneyDto } from '../../common/money.dto.js';

export class CapturePaymentDto {
  /** In the payment's currency, and at most what is held. All of it, where it is left out; what is not taken goes back. */
  @ValidateIf((dto: CapturePaymentDto) => dto.amount !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;
}
