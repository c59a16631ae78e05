import type { OpenAPIObject } from '@nestjs/swagger';

/** The document as what it is in the end. Its published types say `any` where these say what can be there. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject | undefined;

export interface JsonObject {
  [key: string]: Json;
}

/** The parts of the document that are completed here. */
export interface ApiDocument extends Omit<OpenAPIObject, 'paths' | 'webhooks' | 'components'> {
  readonly paths: Readonly<Record<string, JsonObject>>;
  readonly webhooks?: Readonly<Record<string, JsonObject>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonObject>>;
    readonly responses?: Readonly<Record<string, JsonObject>>;
    readonly headers?: Readonly<Record<string, JsonObject>>;
    readonly examples?: Readonly<Record<string, JsonObject>>;
    readonly securitySchemes?: object;
  };
}

const SCHEMAS = '#/components/schemas/';

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function refTo(schema: string): { $ref: string } {
  return { $ref: `${SCHEMAS}${schema}` };
}

/** The name of the schema that a reference leads to. */
export function nameOf(reference: Json): string | undefined {
  return typeof reference === 'string' && reference.startsWith(SCHEMAS) ? reference.slice(SCHEMAS.length) : undefined;
}

/** The names of all schemas that a part of the document refers to. */
export function referencesIn(node: Json): string[] {
  if (Array.isArray(node)) return node.flatMap(referencesIn);
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' ? [nameOf(value) ?? []].flat() : referencesIn(value),
  );
}
