import { WebhookRejected } from '../gateway-error.js';
import { isSameText } from '../kit/same-text.js';
import { verifiedDelivery, type EventIdentity } from '../kit/verified-delivery.js';
import { WireObject } from '../kit/wire-object.js';
import type { PaymentSignal, VerifiedDelivery, WebhookDelivery } from '../payment-gateway.js';
import { toProviderPaymentId } from './jodo.identifiers.js';
import type { JodoProduct } from './jodo.profile.js';
import type { JodoSettings, JodoWebhookHeader } from './jodo.settings.js';
import { isFromAny } from './jodo.source.js';

/** Events after which a look is worth while. Both products call their ids `order_…`, so the event's family decides. */
export const JODO_EVENTS: Readonly<Record<JodoProduct, readonly string[]>> = {
  order: ['order.payment.debited', 'order.payment.settled'],
  payment_link: ['payment_link.payment.debited', 'payment_link.payment.settled', 'payment_link.payment.expired'],
};

export interface JodoWebhookChecks extends Pick<JodoSettings, 'webhookHeader' | 'allowedSourceAddresses'> {
  readonly secrets: readonly string[];
}

/**
 * `X-Jodo-Signature`: HMAC-SHA256 over the raw body in hexadecimal (docs.jodo.in/webhooks/security). The event's age is
 * no reason to refuse it: retries arrive up to three days later.
 */
export function verifyJodoWebhook(delivery: WebhookDelivery, checks: JodoWebhookChecks): VerifiedDelivery {
  if (delivery.isKept !== true) refuseStranger(delivery, checks);
  const signatureHex = delivery.headers['x-jodo-signature']?.trim();
  if (signatureHex === undefined) throw new WebhookRejected('no x-jodo-signature header');
  return verifiedDelivery({ body: delivery.body, signatureHex, secrets: checks.secrets }, readIdentity);
}

/** Nothing in the body is believed but the id of what to look at. */
export function readJodoSignals({ payload }: VerifiedDelivery): readonly PaymentSignal[] {
  const envelope = WireObject.of(payload);
  const product = productOf(envelope?.text('event'));
  const orderId = envelope?.object('payload')?.text('order_id');
  // The alphabet is not documented; 512 characters are what others set aside for it.
  if (product === undefined || orderId === undefined || !/^[\x21-\x7e]{1,512}$/.test(orderId)) return [];
  return [{ providerPaymentId: toProviderPaymentId({ product, orderId }) }];
}

function productOf(event: string | undefined): JodoProduct | undefined {
  if (event === undefined) return undefined;
  if (JODO_EVENTS.order.includes(event)) return 'order';
  return JODO_EVENTS.payment_link.includes(event) ? 'payment_link' : undefined;
}

function refuseStranger(delivery: WebhookDelivery, checks: JodoWebhookChecks): void {
  const { allowedSourceAddresses, webhookHeader } = checks;
  if (allowedSourceAddresses.length > 0 && !isFromAny(delivery.remoteAddress, allowedSourceAddresses)) {
    throw new WebhookRejected('the address is none that webhooks come from');
  }
  if (webhookHeader) refuseWithoutHeader(delivery, webhookHeader);
}

function refuseWithoutHeader({ headers }: WebhookDelivery, { name, value }: JodoWebhookHeader): void {
  if (!isSameText(headers[name] ?? '', value)) throw new WebhookRejected('the agreed header is missing or different');
}

function readIdentity(payload: unknown): EventIdentity {
  const envelope = WireObject.of(payload);
  return { eventId: envelope?.text('event_id'), eventType: envelope?.text('event')?.slice(0, 200) };
}
