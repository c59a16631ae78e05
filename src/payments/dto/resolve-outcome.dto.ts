import { IsIn } from 'class-validator';
import { IsFreeText } from '../../common/validation.js';
import { OUTCOMES, type Outcome } from '../unknown-outcome.js';

/** What a person has found out of something that may or may not have happened. */
export class ResolveOutcomeDto {
  /** `succeeded`: it happened. `failed`: it did not. */
  @IsIn(OUTCOMES)
  outcome: Outcome;

  /**
   * How that is known; it stands in the event.
   * @example 'The portal lists no refund of that day'
   */
  @IsFreeText({ min: 1, max: 1000, lines: true })
  note: string;
}
