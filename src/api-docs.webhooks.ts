import { refTo, type ApiDocument, type JsonObject } from './api-docs.json.js';
import { EVENT_TYPES } from './events/event-types.js';

/** What stands in `data`, by the type or by what the type begins with. */
const DATA: Readonly<Record<string, readonly string[]>> = {
  payment: ['payment'],
  refund: ['refund', 'payment'],
  link: ['link'],
  'link.sent': ['notification'],
  notification: ['notification'],
  batch: ['batch'],
  endpoint: ['endpoint'],
  ping: [],
};

const SCHEMA_OF: Readonly<Record<string, string>> = {
  payment: 'EventPayment',
  refund: 'Refund',
  link: 'EventLink',
  notification: 'EventNotification',
  batch: 'Batch',
  endpoint: 'Endpoint',
};

const HEADERS = [
  ['webhook-id', 'The id of the event. The same event may come more than once: note the id, and do the work once.'],
  ['webhook-timestamp', 'Seconds since 1970, when this attempt was made. Refuse what is older than five minutes.'],
  [
    'webhook-signature',
    'Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated.',
  ],
] as const;

/** Says what is posted to endpoints: a schema for each family of events, their union `Event`, and a webhook for each type. */
export function withWebhooks(document: ApiDocument): ApiDocument {
  const { schemas } = document.components;
  const families = [...new Set(EVENT_TYPES.map(familyOf))];
  const events = families.map((family): [string, JsonObject] => [
    family,
    eventSchema(
      schemas,
      EVENT_TYPES.filter((type) => familyOf(type) === family),
    ),
  ]);
  const mapping = Object.fromEntries(EVENT_TYPES.map((type) => [type, refTo(familyOf(type)).$ref]));
  const event = {
    description:
      'One thing that happened; the same by push and by pull. There will be more types: ignore what you do not know.',
    oneOf: families.map(refTo),
    discriminator: { propertyName: 'type', mapping },
  };
  return {
    ...document,
    webhooks: Object.fromEntries(EVENT_TYPES.map((type) => [type, { post: webhookOf(type) }])),
    components: {
      ...document.components,
      schemas: { ...schemas, ...Object.fromEntries(events), EventPayment: eventPayment(schemas), Event: event },
    },
  };
}

/** `link.sent` tells of a mail, so it is of the family of `notification.failed`. */
function familyOf(type: string): string {
  const [first] = dataOf(type);
  const subject = first ?? type;
  return `${subject.charAt(0).toUpperCase()}${subject.slice(1)}Event`;
}

function dataOf(type: string): readonly string[] {
  return DATA[type] ?? DATA[type.split('.')[0]!] ?? [];
}

function eventSchema(schemas: Readonly<Record<string, JsonObject>>, types: readonly string[]): JsonObject {
  const base = schemas['Event']!;
  const parts = dataOf(types[0]!).filter((part) => part === 'payment' || SCHEMA_OF[part]! in schemas);
  const data = {
    type: 'object',
    description: 'What it happened to, as it was right afterwards.',
    properties: Object.fromEntries(parts.map((part) => [part, refTo(SCHEMA_OF[part]!)])),
    required: parts.slice(0, 1),
  };
  const type = { type: 'string', enum: [...types].toSorted() };
  return { ...base, properties: { ...(base['properties'] as JsonObject), type, data } };
}

/** A payment as it stood in that moment: without what is told about its surroundings when it is read. */
function eventPayment(schemas: Readonly<Record<string, JsonObject>>): JsonObject {
  const payment = schemas['Payment']!;
  const { checkout: _, links: __, nextCheckAt: ___, ...properties } = payment['properties'] as JsonObject;
  const required = (payment['required'] as string[]).filter((name) => name in properties);
  return { ...payment, description: 'A payment as it was right after the event.', properties, required };
}

function webhookOf(type: string): JsonObject {
  return {
    operationId: `on${type.replace(/(?:^|[._])([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: type,
    tags: ['Outgoing events'],
    description:
      'Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.',
    parameters: HEADERS.map(([name, description]) => ({
      name,
      in: 'header',
      required: true,
      description,
      schema: { type: 'string' },
    })),
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { allOf: [refTo(familyOf(type)), ofType(type)] } } },
    },
    responses: {
      '2XX': { description: 'Taken. The body is not read beyond 16 KiB.' },
      '4XX': { description: 'Not taken: will be tried again. Redirects are not followed.' },
    },
    security: [],
  };
}

function ofType(type: string): JsonObject {
  return { type: 'object', properties: { type: { const: type } } };
}
