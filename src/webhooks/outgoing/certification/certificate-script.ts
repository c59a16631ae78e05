import type { EventEnvelope } from '../../../events/event-envelope.js';
import { messageOf, VERIFYING, type MessageCheck } from './certificate-check.js';
import { contentChecks } from './certificate-content.js';
import type { CertificateEvents } from './certificate-events.js';
import { forgeryChecks, signatureChecks } from './certificate-signatures.js';

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
    // A repetition is signed anew: at another second than the first time.
    message: { ...messageOf(paid), ageSeconds: 1 },
  };
}

/** Everything else, in no order: each has an event of its own or builds on the first. */
export function furtherChecks(
  events: CertificateEvents,
  first: { pending: EventEnvelope; paid: EventEnvelope },
): readonly MessageCheck[] {
  return [...orderChecks(first), ...contentChecks(events), ...signatureChecks(events), ...forgeryChecks(events)];
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
