import { InvalidRequest } from '../request.reader.js';
import type { IntentRecord } from './dojo.state.js';
import type { SearchRequest } from './search.request.js';

const DEFAULT_LIMIT = 50;

export interface SearchPage {
  readonly data: readonly IntentRecord[];
  /** Cursors to the neighbouring pages, null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** One page of an account's intents, newest first. Dojo's cursors are opaque; ours are intent ids. */
export function searchPage(oldestFirst: readonly IntentRecord[], request: SearchRequest): SearchPage {
  const { limit = DEFAULT_LIMIT, before, after } = request.cursor ?? {};
  if (before && after) throw new InvalidRequest({ Cursor: ['Before and After exclude each other.'] });
  const found = oldestFirst.filter((intent) => matches(intent, request)).reverse();
  const start = after ? positionOf(found, after) + 1 : before ? Math.max(0, positionOf(found, before) - limit) : 0;
  const end = before ? positionOf(found, before) : start + limit;
  const data = found.slice(start, end);
  return {
    data,
    before: start > 0 ? (data[0]?.id ?? null) : null,
    after: end < found.length ? (data.at(-1)?.id ?? null) : null,
  };
}

function matches(intent: IntentRecord, { statuses, startDate, endDate }: SearchRequest): boolean {
  const createdAtMs = Date.parse(intent.createdAt);
  if (statuses && statuses.length > 0 && !statuses.includes(intent.status)) return false;
  if (startDate && createdAtMs < Date.parse(startDate)) return false;
  return !endDate || createdAtMs <= Date.parse(endDate);
}

function positionOf(intents: readonly IntentRecord[], cursor: string): number {
  const position = intents.findIndex((intent) => intent.id === cursor);
  if (position < 0) throw new InvalidRequest({ Cursor: ['The cursor is unknown.'] });
  return position;
}
