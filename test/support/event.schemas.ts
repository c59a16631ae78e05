import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Node = Readonly<Record<string, unknown>>;

const FOLDER = 'schemas/events';

/** The published schemas of events, taken at their word: a field that a schema does not name is a fault here. */
export class EventSchemas {
  readonly index = read('index.json') as { events: { type: string; schema: string }[] };
  private readonly ajv = addFormats.default(new Ajv2020({ strict: true, strictTypes: false, allErrors: true }));
  private readonly validators = new Map<string, ValidateFunction>();

  /** What is wrong with an event as a receiver or a reader gets it: `/data/payment must have required property 'status'`. */
  violations(event: { readonly type: string }): string[] {
    const { type } = event;
    const entry = this.index.events.find((known) => known.type === type);
    if (!entry) return [`there is no schema of ${type}`];
    const validate = this.validators.get(entry.schema) ?? this.ajv.compile(closed(read(entry.schema)) as Node);
    this.validators.set(entry.schema, validate);
    if (validate(event)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${type}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  examplesOf(schema: string): { readonly type: string }[] {
    return read(schema)['examples'] as { type: string }[];
  }
}

function read(file: string): Node {
  return JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Node;
}

/** Receivers ignore what they do not know; here nothing may be untold. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const parts = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, key === 'examples' ? value : closed(value)]),
  );
  return 'properties' in parts && !('additionalProperties' in parts)
    ? { ...parts, additionalProperties: false }
    : parts;
}
