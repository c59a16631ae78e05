import { AccountsService } from '../accounts/accounts.service.js';
import { ApiKey } from '../accounts/api-key.entity.js';
import { ApiKeysService } from '../accounts/api-keys.service.js';
import { SCOPES, type Scope } from '../accounts/scopes.js';
import { Clock } from '../common/clock.js';
import { newId, toPublicId } from '../common/ids.js';
import { Database } from '../database/database.js';
import { UsageError, type Command } from './command.js';
import { keyOf, OWNER_OPTIONS, ownerIn } from './ids.js';

export const KEYS_COMMANDS: readonly Command[] = [
  {
    name: 'keys list',
    about: "List an account's API keys, oldest first",
    options: OWNER_OPTIONS,
    run: async (app, input) => {
      const { accountId, mode } = ownerIn(input);
      const keys = await app
        .get(Database)
        .select(ApiKey, 'WHERE account_id = $1 AND mode = $2 ORDER BY created_at, id', [accountId, mode]);
      return { data: keys.map(rowOf) };
    },
  },
  {
    name: 'keys create',
    about: 'Make an API key, shown once',
    options: {
      ...OWNER_OPTIONS,
      name: { type: 'string', value: '<name>', about: 'to tell it from others', isRequired: true },
      scopes: { type: 'string', value: '<list>', about: `comma-separated, of ${SCOPES.join(', ')}; without it, all` },
    },
    run: async (app, input) => {
      const owner = ownerIn(input);
      const wanted = {
        name: String(input.options['name']),
        scopes: scopesIn(input.options['scopes']),
        expiresAt: null,
      };
      await app.get(AccountsService).get(owner.accountId);
      const { key, row } = await app.get(ApiKeysService).issue({ ...owner, id: newId() }, wanted);
      return { data: { key, ...rowOf(row) }, note: 'The key is shown only now: its digest is all that is kept.' };
    },
  },
  {
    name: 'keys revoke',
    about: 'End an API key at once',
    words: ['<key_…>'],
    run: async (app, { words }) => {
      const database = app.get(Database);
      const key = await keyOf(database, 'apiKey', { table: 'api_keys', publicId: words[0]! });
      await database.run(
        'UPDATE api_keys SET revoked_at = $4 WHERE account_id = $1 AND mode = $2 AND id = $3 AND revoked_at IS NULL',
        [key.accountId, key.mode, key.id, app.get(Clock).now()],
      );
      const condition = 'WHERE account_id = $1 AND mode = $2 AND id = $3';
      const [row] = await database.select(ApiKey, condition, [key.accountId, key.mode, key.id]);
      return { data: rowOf(row!) };
    },
  },
];

function scopesIn(option: string | boolean | undefined): readonly Scope[] {
  if (typeof option !== 'string') return SCOPES;
  return option.split(',').map((text) => {
    const scope = SCOPES.find((known) => known === text.trim());
    if (scope === undefined) throw new UsageError(`${text} is no scope; there are ${SCOPES.join(', ')}`);
    return scope;
  });
}

function rowOf(row: ApiKey) {
  return {
    id: toPublicId('apiKey', row.id),
    mode: row.mode,
    name: row.name,
    publicPart: row.publicPart,
    scopes: row.scopes.join(','),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
