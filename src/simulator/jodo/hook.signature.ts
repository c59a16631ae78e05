import { createHmac } from 'node:crypto';

/** The value of the `X-Jodo-Signature` header: HMAC-SHA-256 over the raw body in lower-case hex, without a prefix. */
export function signHook(body: string, secretKey: string): string {
  return createHmac('sha256', secretKey).update(body, 'utf8').digest('hex');
}
