import { EVENT_ACCOUNTS } from './api-docs.events.js';
import { isObject, nameOf, type ApiDocument, type Json, type JsonObject } from './api-docs.json.js';
import { REQUEST_EXAMPLES, SAMPLES } from './api-docs.samples.js';
import { EVENT_TYPES, type EventType } from './events/event-types.js';

/** Gives every body an example. Those of answers are made from the schemas, so that they cannot contradict them. */
export function withExamples(document: ApiDocument): ApiDocument {
  const { schemas } = document.components;
  const examples = Object.fromEntries(
    Object.keys(schemas).map((name): [string, JsonObject] => [
      name,
      { value: sample({ $ref: `#/components/schemas/${name}` }, { name, schemas }) },
    ]),
  );
  const used = new Set<string>();
  const exampleOf = (schema: Json): Json => {
    const name = isObject(schema) ? nameOf(schema['$ref']) : undefined;
    if (name === undefined) return { value: sample(schema, { name: '', schemas }) };
    used.add(name);
    return { $ref: `#/components/examples/${name}` };
  };
  const paths = mapOperations(document.paths, (operation) => withBodyExamples(operation, exampleOf));
  const webhooks = Object.fromEntries(EVENT_TYPES.map((type) => [type, withEventExample(type, document)]));
  const kept = Object.entries(examples)
    .filter(([name]) => used.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ...document, paths, webhooks, components: { ...document.components, examples: Object.fromEntries(kept) } };
}

function mapOperations(
  items: Readonly<Record<string, JsonObject>>,
  change: (operation: JsonObject) => JsonObject,
): Record<string, JsonObject> {
  const mapItem = (item: JsonObject) =>
    Object.fromEntries(Object.entries(item).map(([method, part]) => [method, isObject(part) ? change(part) : part]));
  return Object.fromEntries(Object.entries(items).map(([path, item]) => [path, mapItem(item)]));
}

function withBodyExamples(operation: JsonObject, exampleOf: (schema: Json) => Json): JsonObject {
  const body = operation['requestBody'];
  const responses = Object.entries(operation['responses'] as JsonObject).map(([status, response]): [string, Json] => [
    status,
    isObject(response) ? withContent(response, (media) => ({ example: exampleOf(media['schema']) })) : response,
  ]);
  const told = REQUEST_EXAMPLES[operation['operationId'] as string];
  return {
    ...operation,
    ...(isObject(body) && {
      requestBody: withContent(body, (media) => told ?? { example: exampleOf(media['schema']) }),
    }),
    responses: Object.fromEntries(responses),
  };
}

/** Made like every other example, then told as this type of event would tell it. */
function withEventExample(type: EventType, { webhooks, components: { schemas } }: ApiDocument): JsonObject {
  const operation = webhooks![type]!['post'] as JsonObject;
  const { subject, example, previous } = EVENT_ACCOUNTS[type];
  const withExample = (media: JsonObject) => {
    const usual = sample(media['schema'], { name: '', schemas }) as JsonObject;
    const data = usual['data'] as JsonObject;
    const told = example ? { ...data, [subject]: { ...(data[subject] as JsonObject), ...example } } : data;
    return { example: { value: { ...usual, data: told, previous: previous ?? null } } };
  };
  return { post: { ...operation, requestBody: withContent(operation['requestBody'] as JsonObject, withExample) } };
}

/** Examples that a handler brought itself are better than ours. */
function withContent(part: JsonObject, examplesOf: (media: JsonObject) => JsonObject): JsonObject {
  if (!isObject(part['content'])) return part;
  const content = Object.entries(part['content']).map(([type, media]): [string, Json] => {
    const isPlain = isObject(media) && type.endsWith('json') && !('examples' in media) && !('example' in media);
    return [type, isPlain ? { ...media, examples: examplesOf(media) } : media];
  });
  return { ...part, content: Object.fromEntries(content) };
}

type Schemas = Readonly<Record<string, JsonObject>>;

interface Place {
  /** Of the schema or property: what it means decides what a good sample is. */
  readonly name: string;
  readonly schemas: Schemas;
  readonly parent?: string;
  /** A request's own examples are chosen to work; in answers all parts must fit each other. */
  readonly isRequest?: boolean;
}

/** A value that the schema allows and that a reader believes. */
function sample(schema: Json, place: Place): Json {
  if (!isObject(schema)) return null;
  const known = SAMPLES[`${place.parent ?? ''}.${place.name}`] ?? SAMPLES[place.name];
  if (place.isRequest && 'example' in schema) return schema['example'];
  if (known !== undefined) return known;
  const ref = nameOf(schema['$ref']);
  if (ref !== undefined) return sample(place.schemas[ref], { ...place, name: ref, parent: ref });
  if ('const' in schema) return schema['const'];
  if ('example' in schema) return schema['example'];
  if (Array.isArray(schema['allOf'])) return sampleAll(schema['allOf'] as readonly Json[], place);
  const [first] = (schema['oneOf'] ?? schema['anyOf'] ?? []) as readonly Json[];
  if (first !== undefined) return sample(first, place);
  if (Array.isArray(schema['enum'])) return (schema['enum'] as readonly Json[])[0];
  return sampleOfType(schema, place);
}

function sampleAll(parts: readonly Json[], place: Place): Json {
  const samples = parts.map((part) => sample(part, place));
  return samples.every(isObject) ? (Object.assign({}, ...samples) as JsonObject) : samples[0];
}

/** A request shows what it must have, and what its author gave an example of; an answer shows everything. */
function isShown(schema: JsonObject, name: string, property: Json): boolean {
  const isRequest = schema['additionalProperties'] === false;
  const isRequired = Array.isArray(schema['required']) && schema['required'].includes(name);
  return !isRequest || isRequired || (isObject(property) && 'example' in property);
}

function sampleOfType(schema: JsonObject, place: Place): Json {
  const [type] = [schema['type']].flat() as Json[];
  if (isObject(schema['properties'])) {
    const properties = Object.entries(schema['properties']).filter(([name, part]) => isShown(schema, name, part));
    const isRequest = schema['additionalProperties'] === false;
    return Object.fromEntries(
      properties.map(([name, property]): [string, Json] => [name, sample(property, { ...place, name, isRequest })]),
    );
  }
  if ([schema['type']].flat().includes('null')) return null;
  if (type === 'array') return [sample(schema['items'], place)];
  if (type === 'integer') return Math.max(1, Number(schema['minimum'] ?? 1));
  if (type === 'boolean') return true;
  if (type === 'object') return {};
  return schema['format'] === 'date-time' ? '2026-11-20T10:00:00.000Z' : place.name;
}
