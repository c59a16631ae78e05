import { toPublicId } from '../common/ids.js';
import { ConnectionChanges } from '../connections/connection-changes.service.js';
import type { Connection } from '../connections/connection.entity.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { Database } from '../database/database.js';
import type { Command } from './command.js';
import { keyOf, OWNER_OPTIONS, ownerIn } from './ids.js';

export const CONNECTIONS_COMMANDS: readonly Command[] = [
  {
    name: 'connections list',
    about: "List an account's connections, in the order in which they are tried",
    options: OWNER_OPTIONS,
    run: async (app, input) => ({ data: (await app.get(ConnectionsService).list(ownerIn(input))).map(rowOf) }),
  },
  {
    name: 'connections verify',
    about: 'Check a connection with its provider, and subscribe its webhooks',
    words: ['<con_…>'],
    run: async (app, { words }) => {
      const key = await keyOf(app.get(Database), 'connection', { table: 'connections', publicId: words[0]! });
      return { data: rowOf(await app.get(ConnectionChanges).verify(key)) };
    },
  },
];

function rowOf({ id, mode, provider, name, credentialsHint, enabled, priority, verification }: Connection) {
  return {
    id: toPublicId('connection', id),
    mode,
    provider,
    name,
    credentials: `…${credentialsHint}`,
    enabled,
    priority,
    verified: verification?.at ?? null,
    webhooks: verification?.webhooks ?? null,
    detail: verification?.detail ?? null,
  };
}
