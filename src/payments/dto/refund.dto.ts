import { Type } from 'class-transformer';
import { IsObject, IsOptional, ValidateIf, ValidateNested } from 'class-validator';
import { MoneyDto } from '../../common/money.dto.js';
import { IsFreeText } from '../../common/validation.js';
import { refundBody } from '../refund-body.js';
import type { Refund } from '../refund.entity.js';

export class CreateRefundDto {
  /** In the payment's currency. All that is left, where it is left out. */
  @ValidateIf((dto: CreateRefundDto) => dto.amount !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  /**
   * Told to the provider, where it takes one.
   * @example 'Course canceled'
   */
  @IsOptional()
  @IsFreeText({ min: 1, max: 1000, lines: true })
  reason?: string | null;
}

export class RefundResolutionDto {
  /** @example 'The portal lists no refund of that day' */
  note: string;
  at: string;
}

/** Money that goes back to the payer. */
export class RefundDto {
  /** @example 'rfd_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'refund';
  /** @example 'pay_01h455vb4pex5vsknk084sn02q' */
  paymentId: string;
  amount: MoneyDto;
  reason: string | null;
  /**
   * `pending` until the provider shows it; `unknown` while it may or may not have happened, which is being found out;
   * `failed`: nothing went back.
   */
  status: 'pending' | 'succeeded' | 'failed' | 'unknown';
  /** What a person said became of it, where no provider did. */
  resolution: RefundResolutionDto | null;
  createdAt: string;

  static from(refund: Refund): RefundDto {
    return { ...refundBody(refund), amount: refund.money };
  }
}

export class RefundListDto {
  data: RefundDto[];
  nextCursor: string | null;
}
