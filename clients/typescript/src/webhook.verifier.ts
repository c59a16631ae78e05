import { createHmac, timingSafeEqual } from 'node:crypto';
import type { components } from './api.types.js';

export type DunlinEvent = components['schemas']['Event'];

export interface ReceivedWebhook {
  /** As it came: parse it only after it was verified. */
  readonly body: string | Uint8Array;
  /** By lower-case name, as Node and most frameworks give them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Not from Dunlin, or too old: answer 401 and do nothing. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

const TOLERANCE_SECONDS = 300;

/**
 * Checks a delivery by Standard Webhooks 1.0 and reads its event. Note `event.id`: the same event may come more than once.
 * @param secret `whsec_…`, as it was shown when the endpoint was made
 * @throws WebhookError
 */
export function verifyWebhook(received: ReceivedWebhook, secret: string, now: Date = new Date()): DunlinEvent {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => {
    const value = received.headers[name];
    if (typeof value !== 'string' || value === '') throw new WebhookError(`The header ${name} is missing`);
    return value;
  }) as [string, string, string];
  const ageSeconds = Math.abs(now.getTime() / 1000 - Number(timestamp));
  // Not a number is no age either.
  if (!(ageSeconds <= TOLERANCE_SECONDS)) throw new WebhookError('The delivery is too old, or this clock is wrong');
  const body = typeof received.body === 'string' ? received.body : new TextDecoder().decode(received.body);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length === 0) throw new WebhookError('The secret is not one');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  if (!signatures.split(' ').some((signature) => isSignature(signature, expected))) {
    throw new WebhookError('The signature does not match');
  }
  return JSON.parse(body) as DunlinEvent;
}

function isSignature(signature: string, expected: Buffer): boolean {
  if (!signature.startsWith('v1,')) return false;
  const given = Buffer.from(signature.slice(3), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
