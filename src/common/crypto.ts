import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A token of 192 bits that fits a URL path: 32 characters. */
export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

/** How a token is stored and found: whoever reads the database cannot use it. */
export function sha256(text: string | Buffer): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Compares in a time that does not depend on where the two differ. */
export function equalBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
