import { toPublicId } from '../../common/ids.js';
import type { ApiKey } from '../api-key.entity.js';
import type { MadeApiKey } from '../api-key.factory.js';
import type { Scope } from '../scopes.js';

/** An API key, without what is secret about it. */
export class ApiKeyDto {
  /** @example 'key_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'api_key';
  mode: 'sandbox' | 'live';
  /** @example 'ERP, production' */
  name: string;
  /**
   * What it may do.
   * @example ['payments:read', 'payments:write']
   */
  scopes: Scope[];
  /**
   * What the key begins with.
   * @example 'dln_sandbox_0Fd3kZq81mXw'
   */
  publicPart: string;
  /**
   * What the key ends with.
   * @example 'a1B2'
   */
  lastFour: string | null;
  /** When it ends by itself; null: never. */
  expiresAt: string | null;
  /** To the minute; null: not yet. */
  lastUsedAt: string | null;
  createdAt: string;

  static from(row: ApiKey): ApiKeyDto {
    return {
      id: toPublicId('apiKey', row.id),
      object: 'api_key',
      mode: row.mode,
      name: row.name,
      scopes: row.scopes,
      publicPart: `dln_${row.mode}_${row.publicPart}`,
      lastFour: row.lastFour,
      expiresAt: row.expiresAt?.toISOString() ?? null,
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
    };
  }
}

export class CreatedApiKeyDto extends ApiKeyDto {
  /**
   * The key itself. Shown here and never again.
   * @example 'dln_sandbox_0Fd3kZq81mXwReplaceMe'
   */
  key: string;

  static of({ row, key }: MadeApiKey): CreatedApiKeyDto {
    return Object.assign(ApiKeyDto.from(row), { key });
  }
}

export class ApiKeyListDto {
  data: ApiKeyDto[];
  nextCursor: string | null;
}
