import { Injectable } from '@nestjs/common';
import { AppLogger } from '../common/app-logger.js';
import { Clock } from '../common/clock.js';
import { equalBytes } from '../common/crypto.js';
import { Secrets } from '../config/secrets.js';
import { Database } from '../database/database.js';
import { ApiKey } from './api-key.entity.js';
import { digestOf } from './api-key.factory.js';
import type { Caller } from './caller.js';
import { parseKey, type ParsedKey } from './key-format.js';
import { budgetOf, RateLimits, type Budget, type RateLimit } from './rate-limits.js';

export interface Authentication {
  readonly caller: Caller;
  /** null: calls are not limited. */
  readonly budget: Budget | null;
}

interface FoundKey {
  readonly row: ApiKey;
  readonly budget: Budget | null;
}

const NO_DIGEST = Buffer.alloc(32);
const USED_AGAIN_SECONDS = 60;

/** Who calls, and whether they may: one round trip for both. */
@Injectable()
export class AuthenticationService {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly logger: AppLogger,
  ) {}

  /** Who holds this key, or undefined: unknown, mistyped, expired and revoked keys are not told apart. */
  async authenticate(key: string): Promise<Authentication | undefined> {
    const parsed = parseKey(key);
    if (!parsed) return undefined;
    const digest = digestOf(key, this.secrets);
    const limit = this.limits.of(parsed.mode);
    const found = limit ? await this.findAndSpend(parsed, { digest, limit }) : await this.find(parsed);
    // An unknown public part costs the same comparison as a known one.
    const isRight = equalBytes(found?.row.digest ?? NO_DIGEST, digest);
    if (!found || !isRight || !found.row.isUsable(this.clock.now())) return undefined;
    const { row, budget } = found;
    this.noteUse(row);
    return { caller: { accountId: row.accountId, mode: row.mode, keyId: row.id, scopes: row.scopes }, budget };
  }

  private async find({ publicPart, mode }: ParsedKey): Promise<FoundKey | undefined> {
    const [row] = await this.database.select(ApiKey, 'WHERE public_part = $1 AND mode = $2', [publicPart, mode]);
    return row && { row, budget: null };
  }

  /**
   * The key's row, and one request taken from its account's bucket. The bucket is one instant, the one at which it will be
   * full again (GCRA), so an empty one is not written to. A wrong key takes nothing, or anybody could empty it.
   */
  private async findAndSpend(
    { publicPart, mode }: ParsedKey,
    { digest, limit }: { digest: Buffer; limit: RateLimit },
  ): Promise<FoundKey | undefined> {
    const rows = await this.database.query<object & { full_in_seconds: number | null }>(
      `WITH found AS MATERIALIZED (SELECT * FROM api_keys WHERE public_part = $1 AND mode = $2),
       spent AS (
         INSERT INTO rate_limits AS bucket (account_id, mode, full_at)
         SELECT account_id, mode, now() + make_interval(secs => $5) FROM found
         WHERE digest = $3 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $4)
         ON CONFLICT (account_id, mode) DO UPDATE
           SET full_at = greatest(bucket.full_at, now()) + make_interval(secs => $5)
           WHERE greatest(bucket.full_at, now()) + make_interval(secs => $5) <= now() + make_interval(secs => $6)
         RETURNING full_at)
       SELECT found.*, extract(epoch FROM spent.full_at - now())::float8 AS full_in_seconds
       FROM found LEFT JOIN spent ON true`,
      [publicPart, mode, digest, this.clock.now(), 1 / limit.perSecond, limit.burst / limit.perSecond],
    );
    const [row] = this.database.hydrate(ApiKey, rows);
    return row && { row, budget: budgetOf(mode, limit, rows[0]!.full_in_seconds) };
  }

  /** Behind the request's back: nobody waits for it, and it is no reason to fail. */
  private noteUse(row: ApiKey): void {
    const since = new Date(this.clock.now().getTime() - USED_AGAIN_SECONDS * 1000);
    if (row.lastUsedAt !== null && row.lastUsedAt > since) return;
    // Asked again by the statement, since many requests may have read the same row.
    const noted = this.database.run(
      `UPDATE api_keys SET last_used_at = $4 WHERE account_id = $1 AND mode = $2 AND id = $3
         AND (last_used_at IS NULL OR last_used_at <= $5)`,
      [row.accountId, row.mode, row.id, this.clock.now(), since],
    );
    noted.catch((err: unknown) => this.logger.warn({ err }, 'use of an API key not noted'));
  }
}
