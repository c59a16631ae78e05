import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { QueryNumber } from '../../common/query-number.js';
import { EVENT_TYPES, type EventType } from '../event-types.js';

/** One thing that happened; the same by push and by pull. */
export class EventDto {
  /** @example 'evt_01h455vb4pex5vsknk084sn02q' */
  id: string;
  /** @example 'payment.paid' */
  type: string;
  /** 1, 2, 3 … per account and mode, without gaps. */
  sequence: number;
  mode: 'sandbox' | 'live';
  timestamp: string;
  /** What it happened to, as it was right afterwards. */
  data: Record<string, unknown>;
  /** What changed, as it was before. */
  previous: Record<string, unknown> | null;
}

export class ListEventsDto {
  /** Only events after this sequence. */
  @IsOptional()
  @QueryNumber()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after?: number;

  @IsOptional()
  @QueryNumber()
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;

  /**
   * Only events of this type.
   * @example 'payment.paid'
   */
  @IsOptional()
  @IsIn(EVENT_TYPES)
  type?: EventType;

  /**
   * Seconds to hold the answer while there is nothing new.
   * @example 30
   */
  @IsOptional()
  @QueryNumber()
  @IsInt()
  @Min(0)
  @Max(30)
  wait?: number;
}

export class EventListDto {
  data: EventDto[];
  /**
   * How far this answer examined the feed: ask for what comes after it next time. With `type` it may be beyond the last
   * event shown, and what lies between is of other types.
   */
  lastSequence: number;
}
