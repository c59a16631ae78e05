import { parse } from 'node:querystring';
import { DomainError } from './domain-error.js';
import { isReservedName } from './reserved-names.js';

const PAIR = /^metadata\[([^[\]]+)\]$/;

/** The query as flat texts, but for `metadata[key]=value`, which is gathered into one object. Throws `validation_failed`. */
export function parseQuery(text: string | null): Record<string, unknown> {
  const query: Record<string, unknown> = { ...parse(text ?? '') };
  refuseReserved(Object.keys(query));
  const pairs: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    const key = PAIR.exec(name)?.[1];
    // Left as it is, it is a parameter that nobody knows, and refused as such.
    if (key === undefined || isReservedName(key)) continue;
    pairs[key] = value;
    delete query[name];
  }
  if (Object.keys(pairs).length === 0) return query;
  // Both ways at once mean nothing: as an array it is refused.
  return { ...query, metadata: 'metadata' in query ? [query['metadata'], pairs] : pairs };
}

function refuseReserved(names: readonly string[]): void {
  const reserved = names.find(isReservedName);
  if (reserved !== undefined)
    throw new DomainError('validation_failed', `${reserved} is no parameter of this request.`);
}
