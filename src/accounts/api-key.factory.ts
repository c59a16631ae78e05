import { createHmac } from 'node:crypto';
import type { Secrets } from '../config/secrets.js';
import type { RowKey } from '../database/owned-row.js';
import { ApiKey } from './api-key.entity.js';
import { newKey, parseKey } from './key-format.js';
import type { Scope } from './scopes.js';

export interface NewApiKey extends RowKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  /** A whole key that the operator chose; without it, a random one. */
  readonly given?: string;
}

/** A key, to be shown once, and its row, which does not hold it. */
export interface MadeApiKey {
  readonly key: string;
  readonly row: ApiKey;
}

/** Throws on a given key that is mistyped or of the other mode. */
export function makeApiKey({ given, ...owner }: NewApiKey, secrets: Secrets): MadeApiKey {
  const key = given ?? newKey(owner.mode);
  const parsed = parseKey(key);
  if (parsed?.mode !== owner.mode) throw new Error(`not a ${owner.mode} key of ours`);
  const row = Object.assign(new ApiKey(), {
    ...owner,
    scopes: [...owner.scopes],
    publicPart: parsed.publicPart,
    digest: digestOf(key, secrets),
    lastFour: key.slice(-4),
    revokedAt: null,
    lastUsedAt: null,
  });
  return { key, row };
}

/** How a key is stored and recognised. */
export function digestOf(key: string, secrets: Secrets): Buffer {
  return createHmac('sha256', secrets.keyPepper).update(key).digest();
}
