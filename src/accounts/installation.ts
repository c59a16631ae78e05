import { createHmac } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import type { AppConfig } from '../config/app-config.js';
import { ConfigError } from '../config/environment.js';
import type { Secrets } from '../config/secrets.js';
import { Database } from '../database/database.js';
import { InstallationFact } from '../database/installation.entity.js';
import { StatementNames } from '../database/sql.js';
import { Account } from './account.entity.js';
import { makeApiKey } from './api-key.factory.js';
import { parseKey } from './key-format.js';
import { makeshiftsOf } from './makeshifts.js';
import { SCOPES } from './scopes.js';

/** The account that every installation begins with. */
export const DEFAULT_ACCOUNT_ID = '00000000-0000-7000-8000-000000000001';

const CHECK_PLACE = { table: 'installation', column: 'value', accountId: '', mode: '', rowId: 'secret_keys' };

interface Parts {
  readonly config: AppConfig;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

/**
 * Makes sure that this process and the database belong together, and that there is an account with a sandbox key. Runs
 * under the migration's lock. Answers a key that was just made, to be shown once. Throws `ConfigError`.
 */
export async function prepareInstallation(dataSource: DataSource, parts: Parts): Promise<string | null> {
  const database = new Database(dataSource, new StatementNames());
  await refuseForeignSecrets(database, parts);
  await refuseMakeshiftsWithLiveKeys(database, parts);
  await makeDefaultAccount(database, parts.clock);
  return makeFirstKey(database, parts);
}

/** A process with other keys could read nothing and would refuse every API key: better not to start. */
export async function refuseForeignSecrets(database: Database, { secrets }: Pick<Parts, 'secrets'>): Promise<void> {
  const pepper = createHmac('sha256', secrets.keyPepper).update('dunlin').digest('base64url');
  const known = await factOf(database, 'key_pepper', () => pepper);
  if (known !== pepper) throw new ConfigError('KEY_PEPPER', 'differs from the one this database was set up with');
  const sealed = await factOf(database, 'secret_keys', () => secrets.box.seal('dunlin', CHECK_PLACE));
  try {
    secrets.box.open(sealed, CHECK_PLACE);
  } catch {
    throw new ConfigError('SECRET_KEYS', 'lacks the key this database was set up with');
  }
}

async function refuseMakeshiftsWithLiveKeys(database: Database, { config }: Parts): Promise<void> {
  const live = await database.query(`SELECT FROM api_keys WHERE mode = 'live' AND revoked_at IS NULL LIMIT 1`);
  if (live.length === 0) return;
  const [missing] = makeshiftsOf(config);
  if (missing !== undefined) throw new ConfigError(missing, 'must be set once there are live keys');
}

async function makeDefaultAccount(database: Database, clock: Clock): Promise<void> {
  const [existing] = await database.select(Account, 'WHERE id = $1', [DEFAULT_ACCOUNT_ID]);
  if (existing) return;
  const account = Object.assign(new Account(), {
    id: DEFAULT_ACCOUNT_ID,
    name: 'Sample Company',
    mailSenderName: null,
    supportEmail: 'support@example.com',
    supportPhone: null,
    supportUrl: null,
    logoUrl: null,
    colour: null,
    locale: 'en',
    timeZone: 'UTC',
    returnOrigins: [],
    returnSecretVersions: {},
    reminderWindow: { fromHour: 9, toHour: 18 },
    receipts: false,
    personalDataDays: null,
    createdAt: clock.now(),
  } satisfies Omit<Account, 'sender' | 'mayReturnTo'>);
  await database.write({ insert: [account] });
}

async function makeFirstKey(database: Database, { config, secrets, clock }: Parts): Promise<string | null> {
  const fresh = { id: newId(), expiresAt: null, createdAt: clock.now() };
  const owner = { accountId: DEFAULT_ACCOUNT_ID, mode: 'sandbox', scopes: SCOPES, ...fresh } as const;
  const given = config.bootstrapSandboxKey;
  if (given !== null) {
    const parsed = parseKey(given);
    if (parsed?.mode !== 'sandbox') throw new ConfigError('BOOTSTRAP_SANDBOX_KEY', 'must be a whole dln_sandbox_… key');
    const known = await database.query('SELECT FROM api_keys WHERE public_part = $1', [parsed.publicPart]);
    const { row } = makeApiKey({ ...owner, name: 'Bootstrap', given }, secrets);
    if (known.length === 0) await database.write({ insert: [row] });
    return null;
  }
  const any = await database.query('SELECT FROM api_keys LIMIT 1');
  if (any.length > 0) return null;
  const { key, row } = makeApiKey({ ...owner, name: 'First key' }, secrets);
  await database.write({ insert: [row] });
  return key;
}

/** The stored value; the first process to ask stores its own. */
async function factOf(database: Database, name: string, make: () => string): Promise<string> {
  const [stored] = await database.select(InstallationFact, 'WHERE name = $1', [name]);
  if (stored) return stored.value;
  const fact = Object.assign(new InstallationFact(), { name, value: make() });
  await database.write({ insert: [fact] });
  return fact.value;
}
