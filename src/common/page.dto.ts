import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { QueryNumber } from './query-number.js';
import { IsText } from './validation.js';

/** What every list takes. Lists with filters add them. */
export class PageQueryDto {
  /**
   * How many at most; without it, 25.
   * @example 25
   */
  @IsOptional()
  @QueryNumber()
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;

  /** The `nextCursor` of the page before, asked with the same filters. */
  @IsOptional()
  @IsText({ min: 1, max: 1000 })
  cursor?: string;
}
