import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsText } from './validation.js';

/** What every list takes. Lists with filters add them. */
export class PageQueryDto {
  /**
   * How many at most; without it, 25.
   * @example 25
   */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => numberOf(value))
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;

  /** The `nextCursor` of the page before, asked with the same filters. */
  @IsOptional()
  @IsText({ min: 1, max: 1000 })
  cursor?: string;
}

/** A query holds texts only. `1e1` and `0x10` are numbers to JavaScript, and to nobody else. */
function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
}
