import { IsFreeText } from '../../common/validation.js';

/** A person has looked. */
export class ClearReviewDto {
  /**
   * What was found, or done; it stands in the event.
   * @example 'Second payment sent back to the payer'
   */
  @IsFreeText({ min: 1, max: 1000, lines: true })
  note: string;
}
