import { IsIn, IsOptional } from 'class-validator';

export class GetPaymentDto {
  /** `true` asks the provider first, as POST …/refresh does. */
  @IsOptional()
  @IsIn(['true', 'false'])
  refresh?: 'true' | 'false';
}
