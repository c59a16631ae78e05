import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, ValidateIf, ValidateNested } from 'class-validator';
import { IsInstant } from '../../common/validation.js';
import { MOST_REMINDERS } from '../../notifications/reminders/reminder.js';
import { ReminderDto } from './reminder.dto.js';

export class UpdateLinkDto {
  /**
   * Between 15 minutes and 180 days from now.
   * @example '2030-01-31T23:59:59.000Z'
   */
  @ValidateIf((dto: UpdateLinkDto) => dto.expiresAt !== undefined)
  @IsInstant()
  expiresAt?: string;

  /** Instead of those that are not sent yet; at most five in all. */
  @ValidateIf((dto: UpdateLinkDto) => dto.reminders !== undefined)
  @IsArray()
  @ArrayMaxSize(MOST_REMINDERS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ReminderDto)
  reminders?: ReminderDto[];
}
