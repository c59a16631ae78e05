import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const TOLERANCE_SECONDS = 5 * 60;

/**
 * Whether Dunlin sent this body (Standard Webhooks 1.0). The signature is over the bytes as they came: JSON that was parsed
 * and written again differs. While a secret is rotated there are two of them, and two signatures; any match will do.
 */
export function isAuthentic(headers: IncomingHttpHeaders, body: Buffer, secrets: readonly string[]): boolean {
  const id = String(headers['webhook-id'] ?? '');
  const timestamp = String(headers['webhook-timestamp'] ?? '');
  // The id becomes a file's name below.
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return false;
  // Whoever has caught a message must not be able to send it again next week.
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const given = String(headers['webhook-signature'] ?? '').split(' ');
  const right = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
  });
  return right.some((expected) => given.some((signature) => isEqual(expected, signature)));
}

/** In constant time: how long it takes must not tell how much of a guess was right. */
function isEqual(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
