import { createHmac, timingSafeEqual } from 'node:crypto';

export interface HmacClaim {
  /** The bytes as they arrived. */
  readonly body: Buffer;
  /** 32 bytes as the sender gave them, in hexadecimal of either case; anything else proves nothing. */
  readonly signatureHex: string;
  readonly secrets: readonly string[];
}

/** Whether HMAC-SHA256 over the raw body matches under any of the secrets. Constant time; an empty secret never matches. */
export function isSignedWithAny({ body, signatureHex, secrets }: HmacClaim): boolean {
  if (!/^[0-9a-f]{64}$/i.test(signatureHex)) return false;
  const claimed = Buffer.from(signatureHex, 'hex');
  // No early exit: which of several secrets matched must not show in the time taken.
  const matches = secrets.map(
    (secret) => secret !== '' && timingSafeEqual(createHmac('sha256', secret).update(body).digest(), claimed),
  );
  return matches.includes(true);
}
