import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsText } from '../../common/validation.js';

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
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after?: number;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;

  /** @example 'payment.paid' */
  @IsOptional()
  @IsText({ min: 1, max: 60 })
  type?: string;
}

export class EventListDto {
  data: EventDto[];
  /** Ask for what comes after it next time. */
  lastSequence: number;
}
