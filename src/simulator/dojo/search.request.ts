import { IsInt, Max, Min, IsOptional } from 'class-validator';
import { INTENT_STATUSES } from './dojo.state.js';
import { optional, optionalChoices, optionalInstant, optionalText } from '../request.rules.js';

class CursorRequest {
  @IsOptional() @IsInt() @Min(1) @Max(100) limit?: number;
  @optionalText(100) before?: string;
  @optionalText(100) after?: string;
}

/** Dojo can be searched by status and time only, never by reference. */
export class SearchRequest {
  @optionalChoices(...INTENT_STATUSES) statuses?: string[];
  @optionalInstant() startDate?: string;
  @optionalInstant() endDate?: string;
  @optional(CursorRequest) cursor?: CursorRequest;
}
