import fc from 'fast-check';
import type { DocumentedApi, Operation, Parameter, Schema } from './documented.api.js';

/** What is sent, before the ids of things that exist by then are put in. */
export interface FuzzedRequest {
  /** By name; where the value is a number, that one of the known ids, counted round. */
  readonly path: Readonly<Record<string, string | number>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly authorization: 'own' | 'none' | 'rubbish' | 'basic' | 'weak';
}

const NASTY = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\uD800',
  '\u202Eabc',
  'e\u0301\u0301\u0301',
  '👩‍👩‍👧‍👦',
  'ﷺ'.repeat(200),
  "'; DROP TABLE payments; --",
  '" OR 1=1 --',
  '${7*7}{{7*7}}<%= 7*7 %>',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  'a@example.com\r\nBcc: b@example.com',
  '%00%0d%0a',
  '-1',
  '0',
  'NaN',
  'null',
  'true',
  '__proto__',
  'x'.repeat(5000),
  '9'.repeat(400),
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999+14:00',
  'pay_7zzzzzzzzzzzzzzzzzzzzzzzzz',
  'pay_00000000000000000000000000',
  'http://169.254.169.254/',
  'javascript:alert(1)',
  'https://user:pass@example.com/',
] as const;

const NUMBERS = [
  0,
  -0,
  -1,
  1,
  1.5,
  2 ** 31,
  2 ** 53,
  Number.MAX_SAFE_INTEGER,
  99_999_999_999,
  1e11,
  1e308,
  -1e-9,
] as const;
const OTHER_TYPES = [null, true, [], {}, [[]], { a: { b: {} } }, [null], ...NUMBERS, ...NASTY] as const;

const RAW_BODIES = [
  '',
  '{',
  '[]',
  'null',
  '"text"',
  '{"a":1,"a":2}',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '\uFEFF{}',
  `{"reference":"${'x'.repeat(300_000)}"}`,
  `${'[['.repeat(400)}${']]'.repeat(400)}`,
  `${'{"payment":'.repeat(60)}1${'}'.repeat(60)}`,
  '{"value":1e999}',
] as const;

const CONTENT_TYPES = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/json, text/plain',
  'json',
  'application/vnd.api+json',
] as const;

/** Requests of one operation: as documented, at the limits, and all kinds of wrong. */
export function requestsOf(api: DocumentedApi, operation: Operation): fc.Arbitrary<FuzzedRequest> {
  const parameters = operation.parameters ?? [];
  const names = (place: string) => parameters.filter((parameter) => parameter.in === place);
  const query = fc.oneof({ weight: 3, arbitrary: validQuery(api, names('query')) }, hostileQuery(names('query')));
  return fc
    .record({
      path: fc.record(Object.fromEntries(names('path').map(({ name }) => [name, pathValue()]))),
      query: operation.method === 'GET' ? query : fc.constant([]),
      idempotencyKey: names('header').length > 0 ? idempotencyKey() : fc.constant(undefined),
      sent: bodyOf(api, operation),
      authorization: fc.oneof(
        { weight: 12, arbitrary: fc.constant('own' as const) },
        fc.constantFrom('none' as const, 'rubbish' as const, 'basic' as const, 'weak' as const),
      ),
    })
    .map(({ path, query: asked, idempotencyKey: key, sent, authorization }) => ({
      path,
      query: asked,
      headers: { ...sent.headers, ...(key !== undefined && { 'idempotency-key': key }) },
      body: sent.body,
      authorization,
    }));
}

/** A value as the schema wants it. */
export function valuesOf(api: DocumentedApi, given: Schema): fc.Arbitrary<unknown> {
  const schema = api.resolve(given);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const variants = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (variants) return fc.oneof(...variants.map((variant) => valuesOf(api, variant)));
  const types = [schema.type ?? 'object'].flat();
  return fc.oneof(...types.map((type) => valueOfType(api, schema, type)));
}

function valueOfType(api: DocumentedApi, schema: Schema, type: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integerOf(schema);
    case 'string':
      return textOf(schema);
    case 'array':
      return fc.array(valuesOf(api, schema.items ?? { type: 'string' }), { maxLength: 3 });
    default:
      return objectOf(api, schema);
  }
}

function integerOf({ minimum = 0, maximum = 99_999_999_999 }: Schema): fc.Arbitrary<number> {
  const limits = fc.constantFrom(minimum, maximum, Math.min(minimum + 1, maximum));
  return fc.oneof(
    limits,
    fc.maxSafeInteger().map((value) => minimum + (Math.abs(value) % (maximum - minimum + 1))),
  );
}

function textOf({ format, pattern, minLength = 0, maxLength = 80 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    return fc
      .date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2032-01-01T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (format === 'uri') return fc.constantFrom('https://erp.example.com/paid', 'http://localhost:4000/x?y=1#z');
  if (format === 'email') return fc.constantFrom('payer@example.com', 'a+b@sub.example.com');
  if (pattern === '^[A-Z]{3}$') return fc.constantFrom('GBP', 'GBP', 'EUR', 'JPY', 'KWD', 'INR', 'XXX');
  if (pattern?.startsWith('^\\+')) return fc.constantFrom('+442079460000', '+12025550123');
  if (pattern !== undefined) return fc.constantFrom('en', 'en-GB', 'de-CH-1901');
  const short = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 40) });
  return fc.oneof(
    short,
    fc.constantFrom(minLength, maxLength).map((length) => 'x'.repeat(Math.min(length, 5000))),
  );
}

function objectOf(api: DocumentedApi, schema: Schema): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0)
    return fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), fc.string({ maxLength: 20 }), { maxKeys: 3 });
  const values = Object.fromEntries(properties.map(([name, property]) => [name, valuesOf(api, property)]));
  return fc.record(values, { requiredKeys: [...(schema.required ?? [])] });
}

function bodyOf(
  api: DocumentedApi,
  operation: Operation,
): fc.Arbitrary<{ body: string | null; headers: Record<string, string> }> {
  const json = { 'content-type': 'application/json' };
  if (operation.method === 'GET') return fc.constant({ body: null, headers: {} });
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (!schema) {
    return fc.oneof(
      { weight: 4, arbitrary: fc.constant({ body: null, headers: {} }) },
      fc.constant({ body: '{}', headers: json }),
      fc.constantFrom(...RAW_BODIES).map((body) => ({ body, headers: json })),
    );
  }
  const examples = api.requestExamples(operation);
  const valid = fc
    .oneof(valuesOf(api, schema), ...(examples.length > 0 ? [fc.constantFrom(...examples)] : []))
    .chain(unique);
  const wrong = fc
    .tuple(valid, fc.nat(), fc.constantFrom(...OTHER_TYPES), fc.constantFrom('put', 'add', 'drop'))
    .map(spoilt);
  return fc.oneof(
    { weight: 8, arbitrary: valid.map((body) => ({ body: JSON.stringify(body), headers: json })) },
    { weight: 8, arbitrary: wrong.map((body) => ({ body: JSON.stringify(body), headers: json })) },
    { weight: 1, arbitrary: fc.constantFrom(...RAW_BODIES).map((body) => ({ body, headers: json })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...CONTENT_TYPES).map((type) => ({ body: '{}', headers: { 'content-type': type } })),
    },
  );
}

/** Half of the time a reference of its own: else nearly everything valid would be a conflict. */
function unique(body: unknown): fc.Arbitrary<unknown> {
  const replaced = (reference: string) =>
    JSON.parse(JSON.stringify(body ?? null), (key, value: unknown) =>
      key === 'reference' ? reference : value,
    ) as unknown;
  return fc.oneof(
    fc.constant(body),
    fc.uuid().map((id) => replaced(`F-${id}`)),
  );
}

/** One place of the body with something else in it, something more, or nothing. */
function spoilt([body, at, value, how]: [unknown, number, unknown, string]): unknown {
  const copy = structuredClone(body);
  const places = placesIn(copy);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return value;
  if (how === 'drop') delete place.holder[place.key];
  else place.holder[how === 'add' ? `x${at % 7}` : place.key] = value;
  return copy;
}

function placesIn(node: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof node !== 'object' || node === null) return [];
  const holder = node as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

function pathValue(): fc.Arbitrary<string | number> {
  const hostile = fc
    .constantFrom(...NASTY)
    .filter((text) => text.isWellFormed() && !['', '.', '..'].includes(text.trim()));
  return fc.oneof({ weight: 8, arbitrary: fc.nat({ max: 10_000 }) }, { weight: 1, arbitrary: hostile });
}

function validQuery(api: DocumentedApi, parameters: readonly Parameter[]): fc.Arbitrary<[string, string][]> {
  const values = parameters
    // A long poll is slow because it was asked to be.
    .filter(({ name }) => name !== 'wait')
    .map(({ name, schema }) => valuesOf(api, schema).map((value) => queryPairs(name, value)));
  return fc
    .tuple(...values)
    .chain((pairs) => fc.subarray(pairs))
    .map((pairs) => pairs.flat());
}

/** `name=value`, or `name[key]=value` for each key of an object. */
function queryPairs(name: string, value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).map(([key, part]) => [`${name}[${key}]`, String(part)]);
}

function hostileQuery(parameters: readonly Parameter[]): fc.Arbitrary<[string, string][]> {
  const names = [
    ...parameters.map(({ name }) => name),
    'colour',
    '__proto__',
    'limit',
    'cursor',
    'metadata[a]',
    'metadata',
    'a[b][c]',
  ];
  const text = fc.constantFrom(...NASTY.filter((value) => value.isWellFormed()));
  return fc.array(fc.tuple(fc.constantFrom(...names), text), { minLength: 1, maxLength: 3 });
}

function idempotencyKey(): fc.Arbitrary<string | undefined> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 5, arbitrary: fc.uuid() },
    fc.constantFrom('again', '"quoted"', 'x'.repeat(255), 'x'.repeat(256), "'; --", '" "'),
  );
}
