import { parse } from 'node:querystring';

const PAIR = /^metadata\[([^[\]]+)\]$/;
/** What an object would take for something else than a pair stays a parameter that nobody knows, and is refused as such. */
const NO_KEYS = ['__proto__', 'constructor', 'prototype'];

/** The query as flat texts, but for `metadata[key]=value`, which is gathered into one object. */
export function parseQuery(text: string | null): Record<string, unknown> {
  const query: Record<string, unknown> = { ...parse(text ?? '') };
  const pairs: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    const key = PAIR.exec(name)?.[1];
    if (key === undefined || NO_KEYS.includes(key)) continue;
    pairs[key] = value;
    delete query[name];
  }
  if (Object.keys(pairs).length === 0) return query;
  // Both ways at once mean nothing: as an array it is refused.
  return { ...query, metadata: 'metadata' in query ? [query['metadata'], pairs] : pairs };
}
