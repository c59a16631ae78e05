import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Where a secret lives. Bound into the ciphertext, so that a value copied to another row or column does not open. */
export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  readonly accountId: string;
  readonly mode: string;
  readonly rowId: string;
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts what must be readable again (link tokens, credentials, signing secrets) with AES-256-GCM.
 * The ring's first key encrypts, every key decrypts. Text form: `v1.<key id>.<base64 of iv, tag, ciphertext>`.
 */
export class SecretBox {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly current: { readonly id: string; readonly key: Buffer };

  /** @param ring `id:base64 of 32 bytes`, comma-separated. Throws on anything else, without showing it. */
  constructor(ring: string) {
    const entries = ring.split(',').map(parseKey);
    this.current = entries[0]!;
    this.keys = new Map(entries.map(({ id, key }) => [id, key]));
    if (this.keys.size !== entries.length) throw new Error('names a key id twice');
  }

  seal(plain: string, place: SecretPlace): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.current.key, iv);
    cipher.setAAD(associatedData(place));
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return `${VERSION}.${this.current.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')}`;
  }

  /** What everything begins with that the ring's first key sealed. */
  get currentPrefix(): string {
    return `${VERSION}.${this.current.id}.`;
  }

  /** Throws when the key is not in the ring, or the text was altered or belongs to another place. */
  open(sealed: string, place: SecretPlace): string {
    const [version, id, base64] = sealed.split('.');
    const key = id === undefined ? undefined : this.keys.get(id);
    if (version !== VERSION || base64 === undefined || key === undefined) {
      throw new Error(`Cannot decrypt ${place.table}.${place.column}: its key is not in SECRET_KEYS`);
    }
    const bytes = Buffer.from(base64, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(associatedData(place));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  }
}

/** Which key sealed it; undefined for what was not sealed. */
export function keyIdOf(sealed: string): string | undefined {
  const [version, id, body] = sealed.split('.');
  return version === VERSION && body !== undefined ? id : undefined;
}

function parseKey(entry: string): { id: string; key: Buffer } {
  const [, id, base64] = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})\s*$/.exec(entry) ?? [];
  const key = Buffer.from(base64 ?? '', 'base64');
  if (id === undefined || key.length !== 32) throw new Error('must be id:base64 of 32 bytes, comma-separated');
  return { id, key };
}

function associatedData(place: SecretPlace): Buffer {
  return Buffer.from([place.table, place.column, place.accountId, place.mode, place.rowId].join('\0'));
}
