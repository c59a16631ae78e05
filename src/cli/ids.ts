import { DEFAULT_ACCOUNT_ID } from '../accounts/installation.js';
import { fromPublicId, ID_PREFIXES, toPublicId, type IdKind } from '../common/ids.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import type { Mode } from '../gateways/payment-gateway.js';
import { UsageError, type CommandInput, type OptionSpec } from './command.js';

/** Options of the commands that are about one account. */
export const OWNER_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  account: { type: 'string', value: '<acc_…>', about: 'whose; without it, the default account' },
  mode: { type: 'string', value: '<mode>', about: 'sandbox or live; without it, sandbox' },
};

/** Throws `UsageError`. */
export function ownerIn({ options }: CommandInput): { accountId: string; mode: Mode } {
  const { account, mode = 'sandbox' } = options;
  if (mode !== 'sandbox' && mode !== 'live') throw new UsageError('--mode must be sandbox or live');
  return { accountId: typeof account === 'string' ? uuidOf('account', account) : DEFAULT_ACCOUNT_ID, mode };
}

/** Throws `UsageError`. */
export function uuidOf(kind: IdKind, publicId: string): string {
  const uuid = fromPublicId(kind, publicId);
  if (uuid === undefined) throw new UsageError(`${publicId} is no id that begins with ${ID_PREFIXES[kind]}_`);
  return uuid;
}

type OwnedTable = 'api_keys' | 'connections' | 'payments' | 'endpoints' | 'deliveries' | 'erasures';

/** Whose the row is; every key begins with account and mode, so each of these is asked for it. Throws `UsageError`. */
export async function keyOf(sql: Sql, kind: IdKind, { table, publicId }: { table: OwnedTable; publicId: string }) {
  const id = uuidOf(kind, publicId);
  const [found] = await sql.query<{ account_id: string; mode: Mode }>(
    `SELECT account_id, owned.mode FROM accounts CROSS JOIN (VALUES ('sandbox'), ('live')) AS modes (mode)
       JOIN ${table} AS owned ON owned.account_id = accounts.id AND owned.mode = modes.mode AND owned.id = $1`,
    [id],
  );
  if (!found) throw new UsageError(`there is no ${toPublicId(kind, id)}`);
  return { accountId: found.account_id, mode: found.mode, id } satisfies RowKey;
}
