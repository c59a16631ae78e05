import { isObject, refTo, type ApiDocument, type Json, type JsonObject } from './api-docs.json.js';
import { PARAMETER_DESCRIPTIONS } from './api-docs.texts.js';
import { ERROR_CODES_EXTENSION } from './common/api-docs.js';
import type { ErrorCode } from './common/domain-error.js';
import { PROBLEM_HELP } from './common/problem-help.js';
import { PROBLEM_KINDS } from './common/problem.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const WITH_KEY: readonly ErrorCode[] = [
  'unauthenticated',
  'forbidden',
  'rate_limited',
  'internal_error',
  'unavailable',
];
const WITH_BODY: readonly ErrorCode[] = ['validation_failed', 'payload_too_large', 'unsupported_media_type'];
const RETRIED: readonly ErrorCode[] = [
  'idempotency_in_progress',
  'rate_limited',
  'provider_unavailable',
  'unavailable',
];
const DONE: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Accepted.',
  204: 'Done, nothing to tell.',
};

const HEADERS: Readonly<Record<string, JsonObject>> = {
  'Request-Id': {
    description: 'Yours, if you sent a sane one, else ours. Name it when you ask for help.',
    schema: { type: 'string', example: '01997c3a-6b6e-7c5e-9a53-3f0f6f9d8a11' },
  },
  'Idempotency-Replayed': {
    description: 'There when this is the first answer again.',
    schema: { type: 'string', enum: ['true'] },
  },
  RateLimit: {
    description:
      "What is left of the account's limit, and the seconds until it is whole again; without a valid key, of the address'. Not there where the operator has set no limit.",
    schema: { type: 'string', example: '"sandbox";r=49;t=1' },
  },
  'RateLimit-Policy': {
    description: 'The limit: how many requests, in how many seconds.',
    schema: { type: 'string', example: '"sandbox";q=50;w=2' },
  },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0, example: 1 } },
};

/** On every answer. */
const ALWAYS = ['Request-Id', 'RateLimit', 'RateLimit-Policy'];

/** Gives every operation all its error answers, what unlocks it, and the headers of its answers. */
export function withCompleteOperations(document: ApiDocument): ApiDocument {
  const responses = new Map<string, JsonObject>();
  const paths = Object.entries(document.paths).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item).map(([method, operation]) => [
        method,
        METHODS.includes(method) && isObject(operation) ? complete(operation, { method, responses }) : operation,
      ]),
    ),
  ]);
  const components = {
    ...document.components,
    responses: Object.fromEntries([...responses].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    headers: HEADERS,
  };
  return { ...document, paths: Object.fromEntries(paths) as ApiDocument['paths'], components };
}

function complete(
  operation: JsonObject,
  { method, responses }: { method: string; responses: Map<string, JsonObject> },
): JsonObject {
  const { [ERROR_CODES_EXTENSION]: told, ...kept } = operation;
  const codes = allCodes(method, operation, (told ?? []) as ErrorCode[]);
  const errors = Object.fromEntries(
    [...new Set(codes.map((code) => PROBLEM_KINDS[code].status))].map((status) => {
      const ofStatus = codes.filter((code) => PROBLEM_KINDS[code].status === status);
      const name = ofStatus.map(pascal).join('Or');
      responses.set(name, problemResponse(ofStatus));
      return [String(status), { $ref: `#/components/responses/${name}` }];
    }),
  );
  const successes = Object.entries(operation['responses'] as JsonObject).map(([status, response]) => [
    status,
    success(status, response as JsonObject, codes),
  ]);
  return {
    ...kept,
    parameters: ((operation['parameters'] ?? []) as JsonObject[]).map(described),
    responses: { ...(Object.fromEntries(successes) as JsonObject), ...errors },
    security: securityOf(operation),
  };
}

function described(parameter: JsonObject): JsonObject {
  return { description: PARAMETER_DESCRIPTIONS[parameter['name'] as string], ...parameter };
}

/** Whoever takes an API key takes it either way. */
function securityOf({ security = [] }: JsonObject): Json {
  const needs = security as JsonObject[];
  return needs.flatMap((need) => ('apiKey' in need ? [need, { apiKeyAsUser: [] }] : [need]));
}

/** In the order of `PROBLEM_KINDS`, so that equal sets make one response. */
function allCodes(method: string, operation: JsonObject, told: readonly ErrorCode[]): ErrorCode[] {
  const parameters = (operation['parameters'] ?? []) as JsonObject[];
  const isKeyed = 'security' in operation;
  const brought: ErrorCode[] = [
    ...(isKeyed ? WITH_KEY : []),
    ...(isKeyed && method !== 'get' ? WITH_BODY : []),
    ...(isKeyed && parameters.some((parameter) => parameter['in'] === 'query') ? (['validation_failed'] as const) : []),
  ];
  const all = new Set([...told, ...brought]);
  return (Object.keys(PROBLEM_KINDS) as ErrorCode[]).filter((code) => all.has(code));
}

function success(status: string, response: JsonObject, codes: readonly ErrorCode[]): JsonObject {
  const names = [...ALWAYS, ...(codes.includes('idempotency_key_reused') ? ['Idempotency-Replayed'] : [])];
  return { ...response, description: response['description'] || (DONE[status] ?? 'Done.'), headers: headers(names) };
}

/** One status, with an example of each code that it may carry. */
function problemResponse(codes: readonly ErrorCode[]): JsonObject {
  const names = [...ALWAYS, ...(codes.some((code) => RETRIED.includes(code)) ? ['Retry-After'] : [])];
  const schema = { allOf: [refTo('Problem'), { type: 'object', properties: { code: { enum: codes } } }] };
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEM_KINDS[code].title}`).join('; '),
    headers: headers(names),
    content: {
      'application/problem+json': {
        schema,
        examples: Object.fromEntries(codes.map((code) => [code, { value: problemExample(code) }])),
      },
    },
  };
}

function problemExample(code: ErrorCode): JsonObject {
  const { status, title } = PROBLEM_KINDS[code];
  return {
    type: `https://pay.example.com/docs/errors#${code}`,
    title,
    status,
    code,
    detail: PROBLEM_HELP[code],
    requestId: '01997c3a-6b6e-7c5e-9a53-3f0f6f9d8a11',
    ...(code === 'validation_failed' && {
      errors: [{ path: 'amount.value', code: 'min', message: 'value must not be less than 1' }],
    }),
  };
}

function headers(names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name): [string, Json] => [name, { $ref: `#/components/headers/${name}` }]));
}

function pascal(code: string): string {
  return code.replace(/(^|_)([a-z])/g, (_, _start, letter: string) => letter.toUpperCase());
}
