import type { FieldError } from '../common/domain-error.js';
import { isStorableText } from '../common/validation.js';
import type { JsonSchema } from '../gateways/payment-gateway.js';

/**
 * What is wrong with a value by a JSON Schema; nothing, if it fits. Knows the keywords in which gateways describe flat
 * objects: type, properties, required, additionalProperties, enum, items, minItems, minLength, pattern, and `oneOf` several sets
 * of required members. Messages never hold the value, which may be a secret.
 */
export function schemaErrors(value: unknown, schema: JsonSchema, path: string): FieldError[] {
  const wrongType = typeError(value, schema, path);
  if (wrongType) return [wrongType];
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value)) {
    return [{ path, code: 'enum', message: `must be one of ${schema['enum'].join(', ')}` }];
  }
  if (typeof value === 'string') return textErrors(value, schema, path);
  if (Array.isArray(value)) return listErrors(value, schema, path);
  if (isObject(value)) return objectErrors(value, schema, path);
  return [];
}

function objectErrors(value: JsonSchema, schema: JsonSchema, path: string): FieldError[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const own = Object.entries(value).flatMap(([name, member]) => {
    const described = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (isObject(described)) return schemaErrors(member, described, `${path}.${name}`);
    if (schema['additionalProperties'] !== false) return [];
    return [{ path: `${path}.${name}`, code: 'unknown_field', message: 'is not known to the provider' }];
  });
  return [...own, ...missingErrors(value, requiredOf(schema), path), ...choiceErrors(value, schema, path)];
}

/** The nearest of several choices tells what is missing; where nothing is, too much was given. */
function choiceErrors(value: JsonSchema, schema: JsonSchema, path: string): FieldError[] {
  if (!Array.isArray(schema['oneOf'])) return [];
  const choices = schema['oneOf'].filter(isObject).map(requiredOf);
  const isGiven = (name: string) => Object.hasOwn(value, name);
  const begun = choices.filter((names) => names.some(isGiven));
  if (begun.length === 1) return missingErrors(value, begun[0]!, path);
  const message = `must hold either ${choices.map((names) => names.join(' and ')).join(', or ')}`;
  return [{ path, code: 'one_of', message }];
}

function missingErrors(value: JsonSchema, required: readonly string[], path: string): FieldError[] {
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  return missing.map((name) => ({ path: `${path}.${name}`, code: 'required', message: 'is needed by the provider' }));
}

function listErrors(list: readonly unknown[], schema: JsonSchema, path: string): FieldError[] {
  const { items } = schema;
  const ofItems = isObject(items) ? list.flatMap((item, index) => schemaErrors(item, items, `${path}.${index}`)) : [];
  return [...lengthErrors(list.length, numberIn(schema, 'minItems'), path), ...ofItems];
}

function textErrors(text: string, schema: JsonSchema, path: string): FieldError[] {
  if (!isStorableText(text)) return [{ path, code: 'text', message: 'must be a text without NUL characters' }];
  const { pattern } = schema;
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(text)) {
    return [{ path, code: 'pattern', message: `must match ${pattern}` }];
  }
  return lengthErrors(text.length, numberIn(schema, 'minLength'), path);
}

function lengthErrors(length: number, least: number, path: string): FieldError[] {
  return length >= least ? [] : [{ path, code: 'min_length', message: `must have at least ${least}` }];
}

function typeError(value: unknown, schema: JsonSchema, path: string): FieldError | undefined {
  const { type } = schema;
  if (typeof type !== 'string' || type === typeOf(value)) return undefined;
  return { path, code: 'type', message: `must be of the type ${type}` };
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function requiredOf(schema: JsonSchema): readonly string[] {
  const { required } = schema;
  return Array.isArray(required) ? required.filter((name): name is string => typeof name === 'string') : [];
}

function numberIn(schema: JsonSchema, name: string): number {
  const value = schema[name];
  return typeof value === 'number' ? value : 0;
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
