import { EVENT_ACCOUNTS, type EventSubject } from './api-docs.events.js';
import { refTo, type ApiDocument, type JsonObject } from './api-docs.json.js';
import { EVENT_TYPES, type EventType } from './events/event-types.js';

const SUBJECTS: Readonly<Record<EventSubject, JsonObject>> = {
  payment: refTo('EventPayment'),
  refund: refTo('Refund'),
  link: refTo('EventLink'),
  notification: refTo('EventNotification'),
  endpoint: refTo('EventEndpoint'),
  endpointId: { type: 'string', example: 'whe_01h455vb4pex5vsknk084sn02q' },
};

const HEADERS = [
  ['webhook-id', 'The id of the event. The same event may come more than once: note the id, and do the work once.'],
  ['webhook-timestamp', 'Seconds since 1970, when this attempt was made. Refuse what is older than five minutes.'],
  [
    'webhook-signature',
    'Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated.',
  ],
] as const;

/** Says what is posted to endpoints: a schema and a webhook for each type, and the union of the schemas, `Event`. */
export function withWebhooks(document: ApiDocument): ApiDocument {
  const { schemas } = document.components;
  const events = EVENT_TYPES.map((type): [string, JsonObject] => [schemaNameOf(type), eventSchema(type, schemas)]);
  const event = {
    description:
      'One thing that happened; the same by push and by pull. There will be more types: ignore what you do not know.',
    oneOf: EVENT_TYPES.map((type) => refTo(schemaNameOf(type))),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(EVENT_TYPES.map((type) => [type, refTo(schemaNameOf(type)).$ref])),
    },
  };
  return {
    ...document,
    webhooks: Object.fromEntries(EVENT_TYPES.map((type) => [type, { post: webhookOf(type) }])),
    components: {
      ...document.components,
      schemas: { ...schemas, ...Object.fromEntries(events), ...paymentParts(schemas), Event: event },
    },
  };
}

/** `payment.review_required` has `PaymentReviewRequiredEvent`. */
export function schemaNameOf(type: EventType): string {
  return `${pascal(type)}Event`;
}

/** The envelope, with what this type has in it. */
function eventSchema(type: EventType, schemas: Readonly<Record<string, JsonObject>>): JsonObject {
  const envelope = schemas['Event']!;
  const { when, subject, hasPayment, hasNote } = EVENT_ACCOUNTS[type];
  const note = {
    type: 'string',
    description: 'What the person noted, or what there is to say of it.',
    example: 'Refunded by hand.',
  };
  const parts = {
    [subject]: SUBJECTS[subject],
    ...(hasPayment && { payment: SUBJECTS.payment }),
    ...(hasNote && { note }),
  };
  const data = {
    type: 'object',
    description: 'What it happened to, as it was right afterwards.',
    properties: parts,
    required: Object.keys(parts).filter((part) => part !== 'note' || hasNote !== 'sometimes'),
  };
  const { previous: before, ...properties } = envelope['properties'] as JsonObject;
  const previous = subject === 'payment' ? { anyOf: [refTo('PreviousPayment'), { type: 'null' }] } : before;
  return {
    ...envelope,
    description: when,
    properties: { ...properties, type: { type: 'string', const: type }, data, previous },
  };
}

/** What no event tells of a payment: how things stand around it, and since when it says no more. */
const TOLD_WHEN_READ = ['checkout', 'links', 'nextCheckAt', 'erasedAt'];

/** A payment as it stood in that moment, without what is told about its surroundings when it is read; and what it was before. */
function paymentParts(schemas: Readonly<Record<string, JsonObject>>): Record<string, JsonObject> {
  const payment = schemas['Payment']!;
  const properties = Object.fromEntries(
    Object.entries(payment['properties'] as JsonObject).filter(([name]) => !TOLD_WHEN_READ.includes(name)),
  );
  const required = (payment['required'] as string[]).filter((name) => name in properties);
  const { required: _, ...partial } = payment;
  return {
    EventPayment: { ...payment, description: 'A payment as it was right after the event.', properties, required },
    PreviousPayment: { ...partial, description: 'What changed of the payment, as it was before.', properties },
  };
}

function webhookOf(type: EventType): JsonObject {
  return {
    operationId: `on${pascal(type)}`,
    summary: type,
    tags: ['Outgoing events'],
    description: `${EVENT_ACCOUNTS[type].when}\n\nPosted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.`,
    parameters: HEADERS.map(([name, description]) => ({
      name,
      in: 'header',
      required: true,
      description,
      schema: { type: 'string' },
    })),
    requestBody: { required: true, content: { 'application/json': { schema: refTo(schemaNameOf(type)) } } },
    responses: {
      '2XX': { description: 'Taken. The body is not read beyond 16 KiB.' },
      '4XX': { description: 'Not taken: will be tried again. Redirects are not followed.' },
    },
    security: [],
  };
}

function pascal(type: string): string {
  return type.replace(/(?:^|[._])([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
