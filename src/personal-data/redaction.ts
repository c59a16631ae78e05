type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };
type Rule = (value: Json) => Json;

const toNull: Rule = () => null;
const toEmpty: Rule = (value) => (value === null ? null : '');
const withNulls: Rule = (value) =>
  isObject(value) ? Object.fromEntries(Object.keys(value).map((name) => [name, null])) : value;

/** By the name of the field, and where that says too little, by that of the field around it. */
const RULES: Readonly<Record<string, Rule>> = {
  customer: withNulls,
  metadata: () => ({}),
  description: toNull,
  'items.description': toEmpty,
  returnUrl: toNull,
  'lastDecline.message': toNull,
  'booking.reason': toNull,
  'recorded.note': toNull,
  'refund.reason': toNull,
  'refund.failure': toNull,
  // What a person wrote about a review: the events that tell it always have one.
  note: toEmpty,
  'notification.to': toNull,
  'notification.error': toNull,
};

/**
 * A body that we told, an event's or an answer's, as it is told of somebody who is forgotten: names, addresses and free text
 * are gone; ids, references, sums, states and instants are what they were. The fields stay and keep their order.
 */
export function withoutPersonalData(told: Json): Json {
  return redacted(told, isObject(told) ? kindOf(told, '') : '');
}

function redacted(value: Json, around: string): Json {
  if (isArray(value)) return value.map((element) => redacted(element, kindOf(element, around)));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const rule = RULES[`${around}.${name}`] ?? RULES[name];
      return [name, rule ? rule(field) : redacted(field, kindOf(field, name))];
    }),
  );
}

/** What says of itself what it is, is that, under whatever name it stands. */
function kindOf(value: Json, name: string): string {
  const kind = isObject(value) ? value['object'] : undefined;
  return typeof kind === 'string' ? kind : name;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value);
}

export type { Json };
