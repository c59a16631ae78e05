import { EVENT_ACCOUNTS } from './api-docs.events.js';
import { isObject, nameOf, referencesIn, type ApiDocument, type Json, type JsonObject } from './api-docs.json.js';
import { schemaNameOf } from './api-docs.webhooks.js';
import { EVENT_TYPES, type EventType } from './events/event-types.js';

type Schemas = ApiDocument['components']['schemas'];

/** A JSON Schema (draft 2020-12) of each type's envelope by its file name, each complete in itself, and an index of them. */
export function eventSchemas(document: ApiDocument): Record<string, JsonObject> {
  const files = EVENT_TYPES.map((type): [string, JsonObject] => [fileOf(type), schemaOf(type, document)]);
  const index = {
    description: 'The types of events, and the JSON Schema of each. There will be more: ignore what you do not know.',
    events: EVENT_TYPES.map((type) => ({ type, when: EVENT_ACCOUNTS[type].when, schema: fileOf(type) })),
  };
  return { ...Object.fromEntries(files), 'index.json': index };
}

function fileOf(type: EventType): string {
  return `${type}.json`;
}

function schemaOf(type: EventType, document: ApiDocument): JsonObject {
  const { schemas } = document.components;
  const schema = schemas[schemaNameOf(type)]!;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:dunlin:event:${type}`,
    title: type,
    ...(standAlone(schema) as JsonObject),
    examples: [exampleOf(type, document)],
    $defs: standAlone(definitionsFor(schema, schemas)),
  };
}

/** Every schema that this one leads to. */
function definitionsFor(schema: JsonObject, schemas: Schemas): JsonObject {
  const found = new Map<string, JsonObject>();
  const waiting = referencesIn(schema);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.set(name, schemas[name]!);
    waiting.push(...referencesIn(schemas[name]));
  }
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** References lead into the file itself, and `example`, which only OpenAPI knows, becomes one of `examples`. */
function standAlone(node: Json): Json {
  if (Array.isArray(node)) return node.map(standAlone);
  if (!isObject(node)) return node;
  const parts = Object.entries(node).map(([key, value]): [string, Json] => {
    const reference = key === '$ref' ? nameOf(value) : undefined;
    if (reference !== undefined) return [key, `#/$defs/${reference}`];
    return key === 'example' ? ['examples', [value]] : [key, standAlone(value)];
  });
  return Object.fromEntries(parts);
}

/** The one that the webhook shows. */
function exampleOf(type: EventType, { webhooks }: ApiDocument): Json {
  const path = ['post', 'requestBody', 'content', 'application/json', 'examples', 'example', 'value'];
  return path.reduce<Json>((node, key) => (isObject(node) ? node[key] : undefined), webhooks?.[type]);
}
