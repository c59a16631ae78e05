import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Mode } from '../gateways/payment-gateway.js';

/**
 * `dln_<mode>_<public part><secret><checksum>`: 12, 43 and 6 characters of base 62. The public part finds the row, the
 * secret holds 256 random bits, and the checksum lets a typo be refused without asking the database.
 */
const PUBLIC_LENGTH = 12;
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const PATTERN = new RegExp(
  `^dln_(sandbox|live)_([0-9A-Za-z]{${PUBLIC_LENGTH}})[0-9A-Za-z]{${SECRET_LENGTH}}[0-9A-Za-z]{${CHECKSUM_LENGTH}}$`,
);
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export interface ParsedKey {
  readonly mode: Mode;
  readonly publicPart: string;
}

export function newKey(mode: Mode): string {
  // 64 bits: 72 fill twelve places most of the time and need a thirteenth in one key of three.
  const body = `dln_${mode}_${base62(randomBytes(8), PUBLIC_LENGTH)}${base62(randomBytes(32), SECRET_LENGTH)}`;
  return body + checksum(body);
}

/** What the key says of itself, or undefined if it is not one of ours or mistyped. */
export function parseKey(key: string): ParsedKey | undefined {
  const match = PATTERN.exec(key);
  if (!match) return undefined;
  const body = key.slice(0, -CHECKSUM_LENGTH);
  if (checksum(body) !== key.slice(-CHECKSUM_LENGTH)) return undefined;
  return { mode: match[1] as Mode, publicPart: match[2]! };
}

function checksum(text: string): string {
  return toBase62(BigInt(crc32(text)), CHECKSUM_LENGTH);
}

function base62(bytes: Buffer, length: number): string {
  return toBase62(BigInt(`0x${bytes.toString('hex')}`), length);
}

function toBase62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = DIGITS[Number(rest % 62n)]! + text;
  return text.padStart(length, '0');
}
