import type { SecretBox } from '../common/secret-box.js';
import type { RowKey } from '../database/owned-row.js';
import type { Connection } from './connection.entity.js';

export type SealedColumn = 'credentials' | 'webhook_secrets' | 'webhook_token';

/** One webhook secret of a connection. */
export interface StoredSecret {
  readonly secret: string;
  /** null: signs now; else the end of its overlap. */
  readonly until: string | null;
}

/** What is secret about a connection, on its way into the row and out of it. */
export class ConnectionSeals {
  constructor(private readonly box: SecretBox) {}

  seal(key: RowKey, column: SealedColumn, plain: string): string {
    return this.box.seal(plain, placeOf(key, column));
  }

  credentialsOf(connection: Connection): Record<string, string> {
    const plain = this.box.open(connection.credentials, placeOf(connection, 'credentials'));
    return JSON.parse(plain) as Record<string, string>;
  }

  tokenOf(connection: Connection): string {
    return this.box.open(connection.webhookToken, placeOf(connection, 'webhook_token'));
  }

  webhookSecretsOf(connection: Connection): StoredSecret[] {
    if (connection.webhookSecrets === null) return [];
    const plain = this.box.open(connection.webhookSecrets, placeOf(connection, 'webhook_secrets'));
    return JSON.parse(plain) as StoredSecret[];
  }
}

/** A provider goes on sending what it signed before, for as long as it retries. */
export function renewedSecrets(
  stored: readonly StoredSecret[],
  current: readonly string[],
  overlapUntil: Date,
): StoredSecret[] {
  const former = stored.filter(({ secret }) => !current.includes(secret));
  return [
    ...current.map((secret) => ({ secret, until: null })),
    ...former.map((old) => ({ secret: old.secret, until: old.until ?? overlapUntil.toISOString() })),
  ];
}

function placeOf(key: RowKey, column: SealedColumn) {
  return { table: 'connections', column, accountId: key.accountId, mode: key.mode, rowId: key.id };
}
