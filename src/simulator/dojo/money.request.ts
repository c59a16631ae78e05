import { ArrayMinSize, IsArray, IsDefined, IsEmail } from 'class-validator';
import { ItemLineRequest, MoneyRequest, TaxLineRequest } from './intent.request.js';
import { optionalList, optionalMinorUnits, optionalText, required, requiredMinorUnits } from '../request.rules.js';

export class AmountRequest {
  @required(MoneyRequest) amount: MoneyRequest;
  @optionalList(ItemLineRequest) itemLines?: ItemLineRequest[];
  @optionalList(TaxLineRequest) taxLines?: TaxLineRequest[];
}

/** The amount is a bare integer here, not an object as on create. */
export class CaptureRequest {
  @requiredMinorUnits() amount: number;
  @optionalMinorUnits() tipsAmount?: number;
}

/** The amount is a bare integer here, not an object as on create. */
export class RefundRequest {
  @requiredMinorUnits() amount: number;
  @optionalText(100) previousTransactionId?: string;
  @optionalText(1024) refundReason?: string;
  @optionalText(4096) notes?: string;
}

export class ReceiptRequest {
  @IsDefined() @IsArray() @ArrayMinSize(1) @IsEmail({}, { each: true }) emails: string[];
}
