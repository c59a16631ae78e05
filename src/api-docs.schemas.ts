import type { OpenAPIObject } from '@nestjs/swagger';
import { isObject, referencesIn, type ApiDocument, type Json, type JsonObject } from './api-docs.json.js';

/** What a name means, means it everywhere in this API. */
const FORMATS: readonly (readonly [name: RegExp, format: string])[] = [
  [/^(at|since|timestamp|[a-z]\w*At)$/, 'date-time'],
  [/^(url|[a-z]\w*Url)$/, 'uri'],
  [/^email$/, 'email'],
];

/**
 * Completes what the build's plugin reads from the DTOs: names without `Dto`, whole numbers (this API knows no others),
 * formats, and request bodies that take no unknown field.
 */
export function withCompleteSchemas(described: OpenAPIObject): ApiDocument {
  const text = JSON.stringify(described).replace(/("#\/components\/schemas\/\w+?)Dto"/g, '$1"');
  const document = complete(JSON.parse(text) as Json) as unknown as ApiDocument;
  const named = Object.entries(document.components.schemas).map(([name, schema]) => [name.replace(/Dto$/, ''), schema]);
  const { EventParts: _, ...schemas } = Object.fromEntries(named) as Record<string, JsonObject>;
  return { ...document, components: { ...document.components, schemas: closed(schemas, document) } };
}

function complete(node: Json): Json {
  if (Array.isArray(node)) return node.map(complete);
  if (typeof node !== 'object' || node === null) return node;
  const mapped = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, complete(value)]));
  if (mapped['type'] === 'number') mapped['type'] = 'integer';
  if (Array.isArray(mapped['type']))
    mapped['type'] = (mapped['type'] as readonly Json[]).map((type) => (type === 'number' ? 'integer' : type));
  if (mapped['format'] === 'currency') {
    delete mapped['format'];
    mapped['pattern'] = '^[A-Z]{3}$';
  }
  // The compiler numbers the members of a union as it meets them, so their order changes with unrelated files.
  if (Array.isArray(mapped['enum'])) mapped['enum'] = (mapped['enum'] as readonly (string | null)[]).toSorted(byText);
  if (isObject(mapped['properties'])) mapped['properties'] = completeProperties(mapped);
  return mapped;
}

/** What is required stands first, else in the order of the DTO. */
function completeProperties(schema: JsonObject): JsonObject {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const properties = Object.entries(schema['properties'] as JsonObject);
  return Object.fromEntries(
    properties
      .toSorted(([a], [b]) => Number(required.includes(b)) - Number(required.includes(a)))
      .map(([name, property]) => [name, isObject(property) ? withFormat(name, property) : property]),
  );
}

function withFormat(name: string, property: JsonObject): JsonObject {
  const format = FORMATS.find(([pattern]) => pattern.test(name))?.[1];
  const isText =
    property['type'] === 'string' || (Array.isArray(property['type']) && property['type'].includes('string'));
  return format === undefined || !isText || 'format' in property ? property : { ...property, format };
}

/** Every schema that a request body leads to takes only the fields that it names. */
function closed(schemas: Readonly<Record<string, JsonObject>>, { paths }: ApiDocument): Record<string, JsonObject> {
  const result = { ...schemas };
  const waiting = Object.values(paths).flatMap((item) =>
    Object.values(item).flatMap((operation) => (isObject(operation) ? referencesIn(operation['requestBody']) : [])),
  );
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = result[name];
    if (!schema || 'additionalProperties' in schema) continue;
    waiting.push(...referencesIn(schema));
    result[name] = { ...schema, additionalProperties: false };
  }
  return result;
}

/** null, which stands for "not given", last. */
function byText(a: string | null, b: string | null): number {
  return (a ?? '~') < (b ?? '~') ? -1 : 1;
}
