import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { equalBytes } from '../common/crypto.js';
import { newId } from '../common/ids.js';
import { Secrets } from '../config/secrets.js';
import { Database } from '../database/database.js';
import type { Sql } from '../database/sql.js';
import type { Mode } from '../gateways/payment-gateway.js';
import { ApiKey } from './api-key.entity.js';
import type { Caller } from './caller.js';
import { newKey, parseKey } from './key-format.js';
import type { Scope } from './scopes.js';

const NO_DIGEST = Buffer.alloc(32);

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** Who holds this key, or undefined: unknown, mistyped, expired and revoked keys are not told apart. */
  async authenticate(key: string): Promise<Caller | undefined> {
    const parsed = parseKey(key);
    if (!parsed) return undefined;
    const [row] = await this.database.select(ApiKey, 'WHERE public_part = $1 AND mode = $2', [
      parsed.publicPart,
      parsed.mode,
    ]);
    // An unknown public part costs the same comparison as a known one.
    const isRight = equalBytes(row?.digest ?? NO_DIGEST, this.digestOf(key));
    if (!row || !isRight || !row.isUsable(this.clock.now())) return undefined;
    return { accountId: row.accountId, mode: row.mode, keyId: row.id, scopes: row.scopes };
  }

  /** Makes a key, shown here and never again. `given` is a key that the operator chose. */
  async create(
    sql: Sql,
    owner: { accountId: string; mode: Mode; name: string; scopes: readonly Scope[]; given?: string },
  ): Promise<string> {
    const key = owner.given ?? newKey(owner.mode);
    const parsed = parseKey(key);
    if (parsed?.mode !== owner.mode) throw new Error(`not a ${owner.mode} key of ours`);
    const row = Object.assign(new ApiKey(), {
      accountId: owner.accountId,
      mode: owner.mode,
      id: newId(),
      publicPart: parsed.publicPart,
      digest: this.digestOf(key),
      name: owner.name,
      scopes: [...owner.scopes],
      expiresAt: null,
      revokedAt: null,
      createdAt: this.clock.now(),
    });
    await sql.write({ insert: [row] });
    return key;
  }

  private digestOf(key: string): Buffer {
    return createHmac('sha256', this.secrets.keyPepper).update(key).digest();
  }
}
