import { ACCOUNTS_COMMANDS } from './accounts.commands.js';
import type { Command } from './command.js';
import { CONNECTIONS_COMMANDS } from './connections.commands.js';
import { KEYS_COMMANDS } from './keys.commands.js';
import { PAYMENTS_COMMANDS } from './payments.commands.js';
import { SECRETS_COMMANDS } from './secrets.commands.js';
import { WEBHOOKS_COMMANDS } from './webhooks.commands.js';

export const COMMANDS: readonly Command[] = [
  ...ACCOUNTS_COMMANDS,
  ...KEYS_COMMANDS,
  ...CONNECTIONS_COMMANDS,
  ...PAYMENTS_COMMANDS,
  ...WEBHOOKS_COMMANDS,
  ...SECRETS_COMMANDS,
];
