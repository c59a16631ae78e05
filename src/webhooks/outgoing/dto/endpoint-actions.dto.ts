import { IsInt, IsOptional, Max, Min } from 'class-validator';

export const DEFAULT_OVERLAP_HOURS = 24;
/** A week. */
export const MAX_OVERLAP_HOURS = 168;
const MAX_SEQUENCE = Number.MAX_SAFE_INTEGER;

export class RotateSecretDto {
  /**
   * For how many hours the former secrets sign along; 0: they end at once.
   * @example 24
   */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_HOURS)
  overlapHours?: number | null = DEFAULT_OVERLAP_HOURS;
}

export class ReplayDto {
  /**
   * The first event that is delivered again.
   * @example 1042
   */
  @IsInt()
  @Min(1)
  @Max(MAX_SEQUENCE)
  fromSequence: number;

  /**
   * The last one; without it, the newest.
   * @example 1050
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_SEQUENCE)
  toSequence?: number | null;
}

export class ReplayedDto {
  /** How many become due; for a paused endpoint, as soon as it is resumed. */
  deliveries: number;
  /** Where the next call goes on; null: the range is done. */
  nextSequence: number | null;
}

export class PingedDto {
  object: 'ping';
  endpointId: string;
  /** The event; `GET …/deliveries?eventId=` tells how it went. */
  eventId: string;
}
