import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { QueryNumber } from '../../common/query-number.js';

export class LinkQrDto {
  /**
   * Width and height in pixels.
   * @example 300
   */
  @IsOptional()
  @QueryNumber()
  @IsInt()
  @Min(100)
  @Max(2000)
  size?: number;
}
