// Writes the collection from ../../openapi.json: every operation, with its example. With --check it compares instead.
import { readFile, writeFile } from 'node:fs/promises';

const SOURCE = new URL('../../openapi.json', import.meta.url);
const TARGET = new URL('dunlin.postman_collection.json', import.meta.url);

const VARIABLES = {
  acc: 'accountId',
  bat: 'batchId',
  con: 'connectionId',
  dlv: 'deliveryId',
  evt: 'eventId',
  key: 'apiKeyId',
  lnk: 'linkId',
  ntf: 'notificationId',
  pay: 'paymentId',
  rfd: 'refundId',
  whe: 'endpointId',
};

/** Keeps the id of what was made, by what it is; and of what comes about by itself, the newest that is listed. */
const REMEMBER = [
  `const names = ${JSON.stringify(VARIABLES)};`,
  'const body = pm.response.code < 300 ? pm.response.json() : {};',
  'const listed = (body.data || []).filter(({ id }) => /^(evt|dlv|ntf)_/.test(id)).slice(0, 1);',
  'for (const made of [body, body.payment, body.checkout, ...listed]) {',
  '  const name = made && made.id && names[made.id.slice(0, 3)];',
  '  if (name) pm.collectionVariables.set(name, made.id);',
  '}',
  "if (body.paymentId) pm.collectionVariables.set('paymentId', body.paymentId);",
];

const document = JSON.parse(await readFile(SOURCE, 'utf8'));
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
);

const text = `${JSON.stringify(collection(), null, 2)}\n`;
if (!process.argv.includes('--check')) await writeFile(TARGET, text);
else if ((await readFile(TARGET, 'utf8')) !== text) {
  process.stderr.write('The Postman collection differs from openapi.json: run npm run client.\n');
  process.exitCode = 1;
}

function collection() {
  const variables = [
    ['baseUrl', 'http://127.0.0.1:3000'],
    ['apiKey', ''],
    ['adminKey', ''],
    ...Object.values(VARIABLES).map((name) => [name, '']),
  ];
  return {
    info: {
      name: 'Dunlin',
      description:
        'Set `apiKey` to the key that `npm start` prints. What a request creates, the requests after it use: the id goes into a variable.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: bearer('apiKey'),
    variable: variables.map(([key, value]) => ({ key, value, type: 'string' })),
    item: document.tags
      .map(({ name, description }) => ({
        name,
        description,
        item: operations
          .filter(({ tags }) => tags.includes(name))
          .toSorted((a, b) => rank(a) - rank(b))
          .map(requestOf),
      }))
      .filter(({ item }) => item.length > 0),
  };
}

/** What ends a thing comes after what needs it. */
function rank({ method, path }) {
  return method === 'DELETE' ? 2 : path.endsWith('/cancel') ? 1 : 0;
}

function requestOf(operation) {
  const { method, path, summary, description, security = [] } = operation;
  const body = exampleBody(operation);
  const isIdempotent = operation.parameters?.some(({ name }) => name === 'Idempotency-Key');
  return {
    name: summary,
    ...(method === 'POST' && { event: [{ listen: 'test', script: { type: 'text/javascript', exec: REMEMBER } }] }),
    request: {
      method,
      ...(description && { description }),
      ...(security.length === 0 && { auth: { type: 'noauth' } }),
      ...(security.some((need) => 'adminKey' in need) && { auth: bearer('adminKey') }),
      header: [
        ...(body ? [{ key: 'Content-Type', value: 'application/json' }] : []),
        ...(isIdempotent ? [{ key: 'Idempotency-Key', value: '{{$guid}}' }] : []),
      ],
      url: urlOf(path, operation.parameters ?? []),
      ...(body && { body: { mode: 'raw', raw: body, options: { raw: { language: 'json' } } } }),
    },
  };
}

function urlOf(path, parameters) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => {
    const pattern = parameters.find((parameter) => parameter.name === name)?.schema.pattern ?? '';
    return `{{${VARIABLES[/^\^([a-z]{3})_/.exec(pattern)?.[1]] ?? name}}}`;
  });
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, description, schema }) => ({
      key: name,
      value: String(schema.example ?? ''),
      description,
      disabled: true,
    }));
  return {
    raw: `{{baseUrl}}${filled}`,
    host: ['{{baseUrl}}'],
    path: filled.split('/').slice(1),
    ...(query.length > 0 && { query }),
  };
}

function exampleBody({ requestBody }) {
  const [first] = Object.values(requestBody?.content['application/json']?.examples ?? {});
  if (!first) return undefined;
  const { value } = first.$ref ? document.components.examples[first.$ref.split('/').at(-1)] : first;
  // A reference of its own for each payment: the second one with the same content would only show the first.
  return JSON.stringify(value, (key, part) => (key === 'reference' ? 'INV-{{$timestamp}}' : part), 2);
}

function bearer(variable) {
  return { type: 'bearer', bearer: [{ key: 'token', value: `{{${variable}}}`, type: 'string' }] };
}
