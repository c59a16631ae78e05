import { ValidateIf } from 'class-validator';
import { IsInstant } from '../../common/validation.js';

export class UpdateLinkDto {
  /**
   * Between 15 minutes and 180 days from now.
   * @example '2030-01-31T23:59:59.000Z'
   */
  @ValidateIf((dto: UpdateLinkDto) => dto.expiresAt !== undefined)
  @IsInstant()
  expiresAt?: string;
}
