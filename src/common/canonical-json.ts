/** JSON with sorted keys: the same content gives the same text, in whatever order it was sent. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isRecord(inner) ? sorted(inner) : inner)) ?? 'null';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(record).sort();
  // A null prototype keeps a key called __proto__ an ordinary key.
  const result = Object.create(null) as Record<string, unknown>;
  for (const name of names) result[name] = record[name];
  return result;
}
