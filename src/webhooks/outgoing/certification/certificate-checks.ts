import type { EventEnvelope } from '../../../events/event-envelope.js';
import type { OutboundCall } from '../outbound-guard.client.js';
import { newWebhookSecret } from '../webhook-signature.js';
import type { CertificateEvents } from './certificate-events.js';

/** One message to the endpoint: an event, and what is odd about the way it is sent. */
export interface CertificateMessage {
  readonly eventId: string;
  readonly body: string;
  /** Signed this long ago; negative: in the future. */
  readonly ageSeconds?: number;
  /** From the endpoint's secrets to those that sign. */
  readonly signWith?: (secrets: readonly string[]) => readonly string[];
  /** Changes the call after it was signed. */
  readonly tamper?: (call: OutboundCall) => OutboundCall;
}

export interface CheckText {
  readonly code: string;
  readonly title: string;
  readonly expected: string;
  readonly remedy: string;
  /** Where docs/webhooks.md explains it. */
  readonly docs: string;
}

/** A check that sends one message and judges the status of the answer. */
export interface MessageCheck extends CheckText {
  readonly wants: 'accepted' | 'refused';
  readonly message: CertificateMessage;
}

export const REACHABLE: CheckText = {
  code: 'reachable',
  title: 'The endpoint can be reached',
  expected: 'an HTTP answer over a connection that our rules allow',
  remedy:
    'Make the URL lead to a server that answers HTTP at a public address: look at the name, the port, the firewall and the TLS certificate (with its intermediate certificates).',
  docs: 'docs/webhooks.md#where-events-may-go',
};

export const ANSWER_TIME: CheckText = {
  code: 'answer_time',
  title: 'It answers quickly',
  expected: 'every answer in time; best within 1000 ms',
  remedy:
    'Store the event, answer 2xx, and do the work afterwards in a job of your own: what takes longer than a delivery may last is sent again while you still work on it.',
  docs: 'docs/webhooks.md#answer-first-work-afterwards',
};

const VERIFYING = 'docs/webhooks.md#verify-every-request';
const TEN_MINUTES_IN_SECONDS = 600;

/** The first one opens the run: where it is not accepted, nothing can be learned from the others. */
export function firstCheck(paid: EventEnvelope): MessageCheck {
  return {
    code: 'valid_event',
    title: 'It accepts an event',
    wants: 'accepted',
    expected: '2xx',
    remedy:
      'Answer 2xx to a payment.paid with a right signature. If it was refused: verify with the secret of this very endpoint (whsec_…), over the bytes of the body as they came.',
    docs: VERIFYING,
    message: messageOf(paid),
  };
}

/** Everything else, in no order: each has an event of its own or builds on the first. */
export function furtherChecks(
  events: CertificateEvents,
  first: { pending: EventEnvelope; paid: EventEnvelope },
): readonly MessageCheck[] {
  return [...orderChecks(first), ...contentChecks(events), ...signatureChecks(events), ...refusalChecks(events)];
}

function orderChecks({ pending, paid }: { pending: EventEnvelope; paid: EventEnvelope }): MessageCheck[] {
  return [
    {
      code: 'duplicate',
      title: 'It accepts the same event again',
      wants: 'accepted',
      expected: '2xx to an event whose webhook-id came before',
      remedy:
        'Keep each webhook-id under a unique index together with the work, and answer 2xx to one that is known, without doing the work again.',
      docs: 'docs/webhooks.md#do-the-work-once',
      message: messageOf(paid),
    },
    {
      code: 'reordered',
      title: 'It accepts an older event after a newer one',
      wants: 'accepted',
      expected: '2xx to payment.pending (version 2) after payment.paid (version 3) of the same payment',
      remedy:
        'Compare data.payment.version with the version that you have stored: pass over what is not newer, and answer 2xx.',
      docs: 'docs/webhooks.md#order',
      message: messageOf(pending),
    },
  ];
}

function contentChecks(events: CertificateEvents): MessageCheck[] {
  const accepted = (check: Omit<MessageCheck, 'wants' | 'expected' | 'docs'>): MessageCheck => ({
    wants: 'accepted',
    expected: '2xx',
    docs: 'docs/webhooks.md#what-will-change-and-what-will-not',
    ...check,
  });
  const unknownFields = events.withUnknownFields();
  return [
    accepted({
      code: 'unknown_type',
      title: 'It accepts a type that it does not know',
      remedy: 'Answer 2xx to types that you do not handle, and do nothing: new ones come without notice.',
      message: messageOf(events.ofUnknownType()),
    }),
    accepted({
      code: 'unknown_fields',
      title: 'It accepts fields that it does not know',
      remedy: 'Let your parser pass over unknown fields, at the top and inside of data: new ones come without notice.',
      message: { eventId: unknownFields.id, body: JSON.stringify(unknownFields) },
    }),
    accepted({
      code: 'currency_without_decimals',
      title: 'It understands a currency without decimals (JPY)',
      remedy:
        'Take amount.value as an integer of minor units and the number of decimals from the currency: 1000 JPY are ¥1000. Never assume two.',
      message: messageOf(events.paidIn('JPY')),
    }),
    accepted({
      code: 'currency_with_three_decimals',
      title: 'It understands a currency with three decimals (KWD)',
      remedy:
        'Take amount.value as an integer of minor units and the number of decimals from the currency: 1000 KWD minor units are 1.000 dinar. Never assume two, and calculate with integers.',
      message: messageOf(events.paidIn('KWD')),
    }),
    accepted({
      code: 'large_event',
      title: 'It accepts a large event in many scripts',
      remedy:
        'Take bodies of up to 1 MiB, read them as UTF-8 (in MySQL: utf8mb4), and give their column room for more than 64 KiB.',
      message: messageOf(events.large()),
    }),
  ];
}

function signatureChecks(events: CertificateEvents): MessageCheck[] {
  const spaced = events.paid();
  return [
    {
      code: 'raw_body',
      title: 'It verifies the body as it came',
      wants: 'accepted',
      expected: '2xx to JSON with other spaces than usual, signed as it is sent',
      remedy:
        'Verify the signature over the raw bytes of the body, before any JSON parser: what is parsed and written again differs in spaces, order and escapes.',
      docs: VERIFYING,
      message: { eventId: spaced.id, body: JSON.stringify(spaced, null, 1) },
    },
    {
      code: 'rotation',
      title: 'It accepts two signatures of which one is right',
      wants: 'accepted',
      expected: '2xx when the second signature in webhook-signature is right',
      remedy:
        'Split webhook-signature at spaces and accept the request if any one of the signatures is right: while a secret is rotated, both sign.',
      docs: 'docs/webhooks.md#rotate-the-secret',
      message: { ...messageOf(events.paid()), signWith: (secrets) => [newWebhookSecret(), ...secrets] },
    },
  ];
}

function refusalChecks(events: CertificateEvents): MessageCheck[] {
  const refused = (check: Omit<MessageCheck, 'wants' | 'expected' | 'docs'>): MessageCheck => ({
    wants: 'refused',
    expected: '4xx, best 401',
    docs: VERIFYING,
    ...check,
  });
  return [
    refused({
      code: 'wrong_signature',
      title: 'It refuses a wrong signature',
      remedy:
        'Compute the HMAC with the secret of this endpoint, compare it in constant time, and answer 401 when no signature is right: anybody can send to your URL.',
      message: { ...messageOf(events.paid()), signWith: () => [newWebhookSecret()] },
    }),
    refused({
      code: 'changed_body',
      title: 'It refuses a body that was changed after it was signed',
      remedy:
        'Sign over webhook-id, webhook-timestamp and the whole body, joined by dots, and answer 401 on a mismatch.',
      message: { ...messageOf(events.paid()), tamper: withAnotherAmount },
    }),
    refused({
      code: 'missing_signature',
      title: 'It refuses a request without a signature',
      remedy: 'Answer 401 when one of webhook-id, webhook-timestamp and webhook-signature is missing.',
      message: { ...messageOf(events.paid()), tamper: withoutSignature },
    }),
    refused({
      code: 'old_timestamp',
      title: 'It refuses what was signed ten minutes ago',
      remedy:
        'Compare webhook-timestamp with your clock and answer 401 beyond five minutes: whoever recorded a request could send it again for ever.',
      message: { ...messageOf(events.paid()), ageSeconds: TEN_MINUTES_IN_SECONDS },
    }),
    refused({
      code: 'future_timestamp',
      title: 'It refuses what was signed ten minutes from now',
      remedy: 'Refuse a webhook-timestamp that is more than five minutes ahead of your clock, too.',
      message: { ...messageOf(events.paid()), ageSeconds: -TEN_MINUTES_IN_SECONDS },
    }),
  ];
}

function messageOf(event: EventEnvelope): CertificateMessage {
  return { eventId: event.id, body: JSON.stringify(event) };
}

function withAnotherAmount(call: OutboundCall): OutboundCall {
  return { ...call, body: call.body.replaceAll('"value":1000', '"value":1') };
}

function withoutSignature(call: OutboundCall): OutboundCall {
  const { 'webhook-signature': _signature, ...headers } = call.headers;
  return { ...call, headers };
}
