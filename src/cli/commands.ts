import { ACCOUNTS_COMMANDS } from './accounts.commands.js';
import type { Command } from './command.js';
import { CONNECTIONS_COMMANDS } from './connections.commands.js';
import { DELIVERIES_COMMANDS } from './deliveries.commands.js';
import { ENDPOINTS_COMMANDS } from './endpoints.commands.js';
import { ERASURES_COMMANDS } from './erasures.commands.js';
import { KEYS_COMMANDS } from './keys.commands.js';
import { PAYMENTS_COMMANDS } from './payments.commands.js';
import { RECONCILE_COMMANDS } from './reconcile.commands.js';
import { SECRETS_COMMANDS } from './secrets.commands.js';

export const COMMANDS: readonly Command[] = [
  ...ACCOUNTS_COMMANDS,
  ...KEYS_COMMANDS,
  ...CONNECTIONS_COMMANDS,
  ...PAYMENTS_COMMANDS,
  ...ENDPOINTS_COMMANDS,
  ...DELIVERIES_COMMANDS,
  ...RECONCILE_COMMANDS,
  ...ERASURES_COMMANDS,
  ...SECRETS_COMMANDS,
];
