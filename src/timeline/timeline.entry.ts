import type { TimelineEntryDto, TimelineKind } from './dto/timeline.dto.js';

export interface TimelineEntry {
  readonly at: Date;
  readonly kind: TimelineKind;
  readonly text: string;
  /** Public ids and facts; no tokens, no URLs that hold one. */
  readonly data: Readonly<Record<string, unknown>>;
}

export function dtoOf({ at, kind, text, data }: TimelineEntry): TimelineEntryDto {
  return { at: at.toISOString(), kind, text, data: { ...data } };
}
