import { isEmail } from 'class-validator';
import { Account } from '../accounts/account.entity.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { newId, toPublicId } from '../common/ids.js';
import { Database } from '../database/database.js';
import { UsageError, type Command } from './command.js';

const NAME_LENGTH = 100;

export const ACCOUNTS_COMMANDS: readonly Command[] = [
  {
    name: 'accounts list',
    about: 'List the accounts, oldest first',
    run: async (app) => {
      const accounts = await app.get(Database).select(Account, 'ORDER BY created_at, id', []);
      return { data: accounts.map(rowOf) };
    },
  },
  {
    name: 'accounts create',
    about: 'Make an account; keys create makes its first key',
    options: {
      name: { type: 'string', value: '<name>', about: 'as payers see it', isRequired: true },
      'support-email': { type: 'string', value: '<address>', about: 'where payers may ask' },
    },
    run: async (app, { options }) => {
      const name = String(options['name']).trim();
      if (name === '' || name.length > NAME_LENGTH)
        throw new UsageError(`--name must have 1 to ${NAME_LENGTH} characters`);
      const supportEmail = options['support-email'] === undefined ? null : String(options['support-email']);
      if (supportEmail !== null && !isEmail(supportEmail)) throw new UsageError('--support-email is no e-mail address');
      return { data: rowOf(await app.get(AccountsService).create(newId(), { name, supportEmail })) };
    },
  },
];

function rowOf({ id, name, supportEmail, createdAt }: Account) {
  return { id: toPublicId('account', id), name, supportEmail, createdAt: createdAt.toISOString() };
}
