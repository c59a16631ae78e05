import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsObject, IsOptional, Max, Min } from 'class-validator';
import { IsCredentials, IsCurrency, IsText } from '../../common/validation.js';

/** An account's credentials and settings at one provider. */
export class CreateConnectionDto {
  /**
   * The `id` of one of `GET /v1/providers`.
   * @example 'dojo'
   */
  @IsText({ min: 1, max: 40 })
  provider: string;

  /** @example 'Main location' */
  @IsText({ min: 1, max: 100 })
  name: string;

  /**
   * As the provider's `credentialsSchema` says; write-only, encrypted at rest.
   * @example { "apiKey": "sk_sandbox_replace_me" }
   */
  @IsCredentials()
  credentials: Record<string, string>;

  /** All of them, as the provider's `settingsSchema` says. */
  @IsOptional()
  @IsObject()
  settings?: Record<string, unknown> | null;

  /** ISO 4217 codes; none: whatever the provider takes. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsCurrency({ each: true })
  currencies?: string[] | null;

  /** Lower is tried first. A connection begins with 100. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  priority?: number | null;

  /** Whether it takes new payments; what began through it goes on. A connection begins with true. */
  @IsOptional()
  @IsBoolean()
  enabled?: boolean | null;
}
