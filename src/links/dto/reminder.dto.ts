import { IsIn, IsInt, Max, Min } from 'class-validator';

/** One reminder, inside the account's `reminderWindow`. */
export class ReminderDto {
  /**
   * From the due date −60 to 60, after sending 1 to 60.
   * @example -3
   */
  @IsInt()
  @Min(-60)
  @Max(60)
  days: number;

  /**
   * What the days are counted from: the payment's `dueAt`, or the day on which the link was first mailed (made, if it is
   * not mailed).
   * @example 'due'
   */
  @IsIn(['due', 'sent'])
  relativeTo: 'due' | 'sent';
}
