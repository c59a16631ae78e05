import { createHmac, randomBytes } from 'node:crypto';

export interface WebhookMessage {
  /** The event's public id: the same on every attempt, so that the receiver can drop repetitions. */
  readonly id: string;
  readonly timestamp: Date;
  /** Exactly what is sent. */
  readonly body: string;
  /** `whsec_…`, one or, while a rotation overlaps, several. */
  readonly secrets: readonly string[];
}

export interface WebhookHeaders {
  readonly 'webhook-id': string;
  /** Unix time in seconds. */
  readonly 'webhook-timestamp': string;
  /** `v1,<base64>` per secret, space-separated. */
  readonly 'webhook-signature': string;
}

const SECRET_PREFIX = 'whsec_';
const SECRET_BYTES = 32;
const MIN_SECRET_BYTES = 24;

/** A fresh signing secret: `whsec_` and 32 random bytes in base64. */
export function newWebhookSecret(): string {
  return `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/**
 * The headers that let a receiver verify a message, by Standard Webhooks 1.0 (HMAC-SHA-256 over `id.timestamp.body`).
 * @throws RangeError without a usable secret: a message is never sent unsigned
 */
export function signWebhook({ id, timestamp, body, secrets }: WebhookMessage): WebhookHeaders {
  if (secrets.length === 0) throw new RangeError('A webhook needs a signing secret');
  const seconds = Math.floor(timestamp.getTime() / 1000);
  const content = `${id}.${seconds}.${body}`;
  const signatures = secrets.map((secret) => {
    return `v1,${createHmac('sha256', signingKey(secret)).update(content).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') };
}

function signingKey(secret: string): Buffer {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  // Node decodes rubbish to a short or empty key without a word, and an empty key signs for everybody.
  if (!secret.startsWith(SECRET_PREFIX) || key.length < MIN_SECRET_BYTES) {
    throw new RangeError('A webhook signing secret must be whsec_ and at least 24 bytes in base64');
  }
  return key;
}
