import { createHmac } from 'node:crypto';

/**
 * The value of the `dojo-signature` header: HMAC-SHA-256 over the raw body, keyed by the secret's text as it is, printed as
 * .NET's BitConverter does: `sha256=4B-49-F8-…`.
 */
export function signWebhook(body: string, secret: string): string {
  const hex = createHmac('sha256', secret).update(body, 'utf8').digest('hex').toUpperCase();
  return `sha256=${hex.replace(/(..)(?=.)/g, '$1-')}`;
}
