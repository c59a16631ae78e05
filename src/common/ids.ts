import { uuidv7 } from 'uuidv7';

/** What an id begins with, by the kind of thing it names. */
export const ID_PREFIXES = {
  account: 'acc',
  apiKey: 'key',
  connection: 'con',
  payment: 'pay',
  checkout: 'chk',
  link: 'lnk',
  refund: 'rfd',
  event: 'evt',
  endpoint: 'whe',
  delivery: 'dlv',
  notification: 'ntf',
  batch: 'bat',
  erasure: 'era',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** A new UUIDv7: what the database stores. */
export function newId(): string {
  return uuidv7();
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const DIGIT = new Map(Array.from(ALPHABET, (character, index) => [character, BigInt(index)]));

/** The public form of an id, a TypeID (typeid.dev, spec 0.3): prefix, underscore, the UUID in 26 Crockford base-32 digits. */
export function toPublicId(kind: IdKind, uuid: string): string {
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let digits = '';
  for (let index = 0; index < 26; index += 1) {
    digits = ALPHABET[Number(rest & 31n)]! + digits;
    rest >>= 5n;
  }
  return `${ID_PREFIXES[kind]}_${digits}`;
}

/** The UUID behind a public id, or `undefined` if the text is not an id of that kind. */
export function fromPublicId(kind: IdKind, publicId: string): string | undefined {
  const match = /^([a-z]{3})_([0-7][0-9a-hjkmnp-tv-z]{25})$/.exec(publicId);
  if (!match || match[1] !== ID_PREFIXES[kind]) return undefined;
  let value = 0n;
  for (const digit of match[2]!) value = (value << 5n) | DIGIT.get(digit)!;
  const hex = value.toString(16).padStart(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
