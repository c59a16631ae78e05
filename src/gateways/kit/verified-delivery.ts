import { createHash } from 'node:crypto';
import { WebhookRejected } from '../gateway-error.js';
import type { VerifiedDelivery } from '../payment-gateway.js';
import { isSignedWithAny, type HmacClaim } from './hmac.js';

const MAX_EVENT_ID_LENGTH = 200;

export interface EventIdentity {
  readonly eventId: string | undefined;
  readonly eventType: string | undefined;
}

/**
 * The only maker of a `VerifiedDelivery`, and it makes none without a matching signature. Authentic bytes that are not
 * JSON, or carry no id of their own, are known by their hash: a redelivery has the same bytes.
 */
export function verifiedDelivery(claim: HmacClaim, identify: (payload: unknown) => EventIdentity): VerifiedDelivery {
  if (claim.secrets.length === 0) throw new WebhookRejected('no webhook secret is known for this connection');
  if (!isSignedWithAny(claim)) throw new WebhookRejected('the signature does not match the body');
  const payload = parsed(claim.body);
  const { eventId, eventType } = identify(payload);
  const usable = eventId !== undefined && eventId.length <= MAX_EVENT_ID_LENGTH;
  const facts = { eventId: usable ? eventId : hashId(claim.body), eventType: eventType ?? 'unknown', payload };
  return facts as VerifiedDelivery;
}

function hashId(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
