import type { OutboundCall } from '../outbound-guard.client.js';
import { newWebhookSecret } from '../webhook-signature.js';
import { messageOf, VERIFYING, type MessageCheck } from './certificate-check.js';
import type { CertificateEvents } from './certificate-events.js';

const TEN_MINUTES_IN_SECONDS = 600;

/** Right signatures that a receiver may find unusual. */
export function signatureChecks(events: CertificateEvents): MessageCheck[] {
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

/** What a receiver must not believe. */
export function forgeryChecks(events: CertificateEvents): MessageCheck[] {
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

function withAnotherAmount(call: OutboundCall): OutboundCall {
  return { ...call, body: call.body.replaceAll('"value":1000', '"value":1') };
}

function withoutSignature(call: OutboundCall): OutboundCall {
  const { 'webhook-signature': _signature, ...headers } = call.headers;
  return { ...call, headers };
}
