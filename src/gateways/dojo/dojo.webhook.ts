import { verifiedDelivery, type EventIdentity } from '../kit/verified-delivery.js';
import { WireObject } from '../kit/wire-object.js';
import { WebhookRejected } from '../gateway-error.js';
import type { PaymentSignal, VerifiedDelivery, WebhookDelivery } from '../payment-gateway.js';

/**
 * `dojo-signature: sha256=4B-49-…`, HMAC-SHA256 over the raw body under the secret's text as it is
 * (docs.dojo.tech/development-resources/webhooks). Dojo's own libraries disagree about case and hyphens; both pass.
 */
export function verifyDojoWebhook(delivery: WebhookDelivery, secrets: readonly string[]): VerifiedDelivery {
  const header = delivery.headers['dojo-signature'];
  if (header === undefined) throw new WebhookRejected('no dojo-signature header');
  const signatureHex = header
    .trim()
    .replace(/^sha256=/i, '')
    .replaceAll('-', '');
  return verifiedDelivery({ body: delivery.body, signatureHex, secrets }, readIdentity);
}

/** Whatever the event is called: if it names an intent, that intent is worth a look. */
export function readDojoSignals({ payload }: VerifiedDelivery): readonly PaymentSignal[] {
  const id = unquoted(WireObject.of(payload)?.object('data')?.text('paymentIntentId'));
  return id !== undefined && /^[\w-]{1,200}$/.test(id) ? [{ providerPaymentId: id }] : [];
}

function readIdentity(payload: unknown): EventIdentity {
  const envelope = WireObject.of(payload);
  return { eventId: unquoted(envelope?.text('id')), eventType: envelope?.text('event')?.slice(0, 200) };
}

/** Deliveries sent from Dojo's portal wrap ids in single quotes. */
function unquoted(text: string | undefined): string | undefined {
  return text?.replace(/^'+|'+$/g, '') || undefined;
}
