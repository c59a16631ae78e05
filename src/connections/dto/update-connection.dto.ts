import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsObject, IsOptional, Max, Min, ValidateIf } from 'class-validator';
import { IsCredentials, IsCurrency, IsText } from '../../common/validation.js';

const ifGiven = ValidateIf((_, value) => value !== undefined);

/** What is left out stays as it is; null puts back what a connection begins with. */
export class UpdateConnectionDto {
  /** @example 'Main location' */
  @ifGiven
  @IsText({ min: 1, max: 100 })
  name?: string;

  /**
   * In place of the old ones, which are not asked for. They must belong to the same account at the provider: payments
   * that were made through this connection are looked up with them.
   * @example { "apiKey": "sk_sandbox_replace_me" }
   */
  @ifGiven
  @IsCredentials()
  credentials?: Record<string, string>;

  /** In place of all the old ones. */
  @IsOptional()
  @IsObject()
  settings?: Record<string, unknown> | null;

  /** ISO 4217 codes; none: whatever the provider takes. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsCurrency({ each: true })
  currencies?: string[] | null;

  /** Lower is tried first. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  priority?: number | null;

  /** Whether it takes new payments. What began through it goes on. */
  @IsOptional()
  @IsBoolean()
  enabled?: boolean | null;
}
