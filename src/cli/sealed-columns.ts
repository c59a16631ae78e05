import type { SecretPlace } from '../common/secret-box.js';

/** A column whose values are sealed, and how each of them was bound to its place. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key, in its order. */
  readonly key: readonly { readonly name: string; readonly type: 'uuid' | 'text' }[];
  /** Where other rows hold something else in this column. */
  readonly only?: string;
  /** By the key's values, in its order. */
  placeOf(key: readonly string[]): SecretPlace;
}

/** Every sealed column there is. A test holds it against what a database in use really holds. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  owned('connections', 'credentials'),
  owned('connections', 'webhook_secrets'),
  owned('connections', 'webhook_token'),
  owned('endpoints', 'secrets'),
  owned('links', 'token'),
  owned('erasures', 'address'),
  {
    table: 'idempotency_keys',
    column: 'answer_body',
    key: [
      { name: 'account_id', type: 'uuid' },
      { name: 'mode', type: 'text' },
      { name: 'route', type: 'text' },
      { name: 'key', type: 'text' },
    ],
    placeOf: ([accountId, mode, route, key]) => ({
      table: 'idempotency_keys',
      column: 'answer_body',
      accountId: accountId!,
      mode: mode!,
      rowId: `${route} ${key}`,
    }),
  },
  {
    table: 'installation',
    column: 'value',
    key: [{ name: 'name', type: 'text' }],
    only: `name = 'secret_keys'`,
    placeOf: ([name]) => ({ table: 'installation', column: 'value', accountId: '', mode: '', rowId: name! }),
  },
];

export function sealedColumnName({ table, column }: SealedColumn): string {
  return `${table}.${column}`;
}

function owned(table: string, column: string): SealedColumn {
  return {
    table,
    column,
    key: [
      { name: 'account_id', type: 'uuid' },
      { name: 'mode', type: 'text' },
      { name: 'id', type: 'uuid' },
    ],
    placeOf: ([accountId, mode, rowId]) => ({ table, column, accountId: accountId!, mode: mode!, rowId: rowId! }),
  };
}
