import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Cursors } from '../common/cursor.js';
import { DomainError, wrongField } from '../common/domain-error.js';
import type { PageQueryDto } from '../common/page.dto.js';
import type { HeldKey } from '../common/resource-id.decorator.js';
import { AppConfig } from '../config/app-config.js';
import { Secrets } from '../config/secrets.js';
import { Database } from '../database/database.js';
import { ListQuery, NEWEST_FIRST, type Page } from '../database/list-query.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { ApiKey } from './api-key.entity.js';
import { makeApiKey, type MadeApiKey } from './api-key.factory.js';
import type { Caller } from './caller.js';
import { refuseLiveOnMakeshifts } from './makeshifts.js';
import type { Scope } from './scopes.js';

export interface WantedApiKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
}

/** Under which id a key is made, and for which try: a retry with the same `Idempotency-Key` comes with the same id. */
export interface KeyMaking {
  readonly id: string;
  readonly heldKey?: HeldKey | undefined;
}

const KEEPER: Scope = 'keys:write';

/** An account's keys in one mode. Each is shown when it is made; afterwards only its digest is known. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly cursors: Cursors,
  ) {}

  /** Makes a key with scopes that the caller holds too. */
  async create(caller: Caller, wanted: WantedApiKey, making: KeyMaking): Promise<MadeApiKey> {
    refuseScopesBeyond(caller, wanted.scopes);
    return this.issue({ accountId: caller.accountId, mode: caller.mode, ...making }, wanted);
  }

  /** Makes a key whatever its scopes: for the operator. Throws `state_conflict` for a live key on makeshift secrets. */
  async issue(owner: RowKey & KeyMaking, wanted: WantedApiKey, sql: Sql = this.database): Promise<MadeApiKey> {
    refuseLiveOnMakeshifts(owner.mode, this.config);
    const createdAt = this.clock.now();
    const { accountId, mode, id, heldKey } = owner;
    const made = makeApiKey({ ...wanted, accountId, mode, id, createdAt }, this.secrets);
    const [existing] = await sql.select(ApiKey, 'WHERE account_id = $1 AND mode = $2 AND id = $3', [
      accountId,
      mode,
      id,
    ]);
    if (!existing) {
      if (wanted.expiresAt !== null && wanted.expiresAt <= createdAt) {
        throw wrongField('expiresAt', 'past', 'expiresAt must be in the future');
      }
      await sql.write({ insert: [made.row] });
      return made;
    }
    await this.replaceUntold(sql, made.row, heldKey);
    const { publicPart, digest, lastFour } = made.row;
    return { key: made.key, row: Object.assign(existing, { publicPart, digest, lastFour }) };
  }

  /** Newest first, without those that were deleted. Throws `validation_failed` for a cursor of another list. */
  list({ accountId, mode }: Pick<Caller, 'accountId' | 'mode'>, page: PageQueryDto): Promise<Page<ApiKey>> {
    const scope = { route: 'GET /v1/api-keys', accountId, mode, filters: {} };
    const query = new ListQuery({ accountId, mode }, 'api_keys').where(
      (place) => `(revoked_at IS NULL) = ${place}`,
      true,
    );
    return query.page(this.database, ApiKey, { order: NEWEST_FIRST, cursors: this.cursors, scope, page });
  }

  /** A new key like the old one, which ends after the overlap: whoever holds it has until then to change over. */
  roll(caller: Caller, old: { id: string; overlapHours: number }, making: KeyMaking): Promise<MadeApiKey> {
    const endsAt = this.clock.inSeconds(old.overlapHours * 3600);
    return this.transactor.run(async (tx) => {
      const row = await this.lock(tx, { ...caller, id: old.id });
      refuseScopesBeyond(caller, row.scopes);
      const { accountId, mode } = row;
      const wanted = { name: row.name, scopes: row.scopes, expiresAt: row.expiresAt };
      const made = await this.issue({ accountId, mode, ...making }, wanted, tx);
      if (row.expiresAt === null || endsAt < row.expiresAt) row.expiresAt = endsAt;
      await tx.write({ update: [{ row, set: ['expiresAt'] }] });
      return made;
    });
  }

  /** Ends a key at once. Throws `state_conflict` for the caller's own, if no other can manage keys. */
  remove(caller: Caller, id: string): Promise<void> {
    return this.transactor.run(async (tx) => {
      const keepers = await this.lockKeepers(tx, caller);
      // Two keys that delete each other at once must not both succeed.
      if (!keepers.some((keeper) => keeper.id === caller.keyId)) {
        throw new DomainError('unauthenticated', 'This key has just been deleted.');
      }
      if (id === caller.keyId && keepers.length === 1) {
        throw new DomainError('state_conflict', `This is the last key with ${KEEPER}. Make another one first.`);
      }
      const row = await this.lock(tx, { ...caller, id });
      row.revokedAt = this.clock.now();
      await tx.write({ update: [{ row, set: ['revokedAt'] }] });
    });
  }

  /**
   * An earlier try died before its answer was kept, so nobody has seen the key that it made: this one takes its place. A try
   * that was only thought dead comes back when another has taken over, and must not take away the key that is told. The lock
   * keeps the next one from taking over until it finds what this one wrote.
   */
  private async replaceUntold(sql: Sql, made: ApiKey, held: HeldKey | undefined): Promise<void> {
    const replaced = await sql.run(
      `WITH held AS MATERIALIZED (
         SELECT FROM idempotency_keys
         WHERE account_id = $7 AND mode = $8 AND route = $9 AND key = $10 AND fence = $11 AND answer_status IS NULL
         FOR UPDATE)
       UPDATE api_keys SET public_part = $4, digest = $5, last_four = $6
       WHERE account_id = $1 AND mode = $2 AND id = $3 AND EXISTS (SELECT FROM held)`,
      [
        made.accountId,
        made.mode,
        made.id,
        made.publicPart,
        made.digest,
        made.lastFour,
        held?.accountId,
        held?.mode,
        held?.route,
        held?.key,
        held?.fence,
      ],
    );
    if (replaced > 0) return;
    throw new DomainError('idempotency_in_progress', 'Another try has taken over meanwhile. Ask again.', {
      retryAfterSeconds: 1,
    });
  }

  private async lock(tx: Sql, { accountId, mode, id }: RowKey): Promise<ApiKey> {
    const [row] = await tx.select(
      ApiKey,
      'WHERE account_id = $1 AND mode = $2 AND id = $3 AND revoked_at IS NULL FOR UPDATE',
      [accountId, mode, id],
    );
    if (!row) throw new DomainError('not_found', 'There is no such API key.');
    return row;
  }

  private lockKeepers(tx: Sql, { accountId, mode }: Caller): Promise<ApiKey[]> {
    return tx.select(
      ApiKey,
      `WHERE account_id = $1 AND mode = $2 AND $3 = ANY (scopes) AND revoked_at IS NULL
         AND (expires_at IS NULL OR expires_at > $4) ORDER BY id FOR UPDATE`,
      [accountId, mode, KEEPER, this.clock.now()],
    );
  }
}

/** Otherwise a key that manages keys would be every key. */
function refuseScopesBeyond(caller: Caller, scopes: readonly Scope[]): void {
  const beyond = scopes.filter((scope) => !caller.scopes.includes(scope));
  if (beyond.length > 0) {
    throw new DomainError('forbidden', `This key does not hold ${beyond.join(', ')} itself, so it cannot give it.`);
  }
}
