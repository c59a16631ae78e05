import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsInstant, IsText } from '../../common/validation.js';
import { SCOPES, type Scope } from '../scopes.js';

export class CreateApiKeyDto {
  /**
   * By which you tell it from others.
   * @example 'ERP, production'
   */
  @IsText({ min: 1, max: 100 })
  name: string;

  /**
   * What it may do; the calling key must hold each of them itself.
   * @example ['payments:read', 'payments:write']
   */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes: Scope[];

  /** When it ends by itself; without it: never. */
  @IsOptional()
  @IsInstant()
  expiresAt?: string | null;
}

export class RollApiKeyDto {
  /**
   * How long the old key goes on working, in hours; 0: it ends at once.
   * @example 24
   */
  @IsInt()
  @Min(0)
  @Max(168)
  overlapHours: number;
}
