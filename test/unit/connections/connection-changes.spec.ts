import { randomUUID } from 'node:crypto';
import { FakeClock } from '../../support/fake-clock.js';
import { loadConfig } from '../../../src/config/app-config.js';
import { Secrets } from '../../../src/config/secrets.js';
import { ConnectionChanges } from '../../../src/connections/connection-changes.service.js';
import type { Connection } from '../../../src/connections/connection.entity.js';
import { ConnectionsService, type Owed } from '../../../src/connections/connections.service.js';
import { ProviderPace } from '../../../src/connections/provider-pace.js';
import { DojoGatewayProvider } from '../../../src/gateways/dojo/dojo-gateway.provider.js';
import { GatewayRegistry } from '../../../src/gateways/gateway-registry.js';
import { aCheckout, anOwnerIn, aPayment, type Owner } from '../../support/builders.js';
import { Gate } from '../../support/gate.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const RING = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
const PEPPER = 'a pepper of the test';

let db: TestDataSource;
let provider: DojoGatewayProvider;
let connections: ConnectionsService;
let changes: ConnectionChanges;
let owner: Owner;

beforeAll(async () => {
  db = await openTestDatabase();
  provider = new DojoGatewayProvider({ baseUrl: 'http://127.0.0.1:9', timeoutMs: 200 });
  [connections, changes] = servicesWith(RING);
});

beforeEach(async () => {
  owner = await anOwnerIn(db.database);
});

afterAll(async () => {
  await provider.onModuleDestroy();
  await db.close();
});

function servicesWith(ring: string): [ConnectionsService, ConnectionChanges] {
  const config = loadConfig({ SECRET_KEYS: ring, KEY_PEPPER: PEPPER }, false);
  const secrets = Secrets.load(config);
  const registry = new GatewayRegistry([provider], []);
  const clock = new FakeClock(new Date('2026-11-20T10:00:00.000Z'));
  const pace = new ProviderPace(db.database);
  const service = new ConnectionsService(db.database, registry, pace, secrets, config, clock);
  return [service, new ConnectionChanges(db.transactor, service, registry, secrets, clock)];
}

const credentials = () => ({ apiKey: `sk_sandbox_${randomUUID()}` });

function connect(): Promise<Connection> {
  return connections.create(owner, { provider: 'dojo', name: 'Main', credentials: credentials() });
}

const owed = (): Owed => ({
  ...owner,
  currency: 'GBP',
  customer: { name: null, email: null, phone: null },
  capture: 'automatic',
  pinnedConnectionId: null,
});

describe('deleting a connection', () => {
  it('waits for a checkout that is just being opened through it, and is refused then', async () => {
    const connection = await connect();
    const payment = aPayment().in(owner).build();
    await db.database.write({ insert: [payment] });
    const [chosen, mayCommit] = [new Gate(), new Gate()];
    const opening = db.transactor.run(async (tx) => {
      const [candidate] = await connections.candidates(owed(), tx);
      chosen.open();
      await mayCommit.opened;
      await tx.write({ insert: [aCheckout().of(payment).at(candidate!).creating().build()] });
    });
    await chosen.opened;
    const removing = changes.remove(connection.key).catch((error: unknown) => error);
    await someoneWaits();
    mayCommit.open();
    await opening;

    expect(await removing).toMatchObject({ code: 'state_conflict' });
    expect((await connections.list(owner)).map(({ id }) => id)).toEqual([connection.id]);
  });

  it('comes before a checkout that was about to be opened, which finds it gone', async () => {
    const connection = await connect();
    const [locked, mayCommit] = [new Gate(), new Gate()];
    const removing = db.transactor.run(async (tx) => {
      await tx.query('SELECT FROM connections WHERE id = $1 FOR UPDATE', [connection.id]);
      locked.open();
      await mayCommit.opened;
      await tx.run('UPDATE connections SET deleted_at = now() WHERE id = $1', [connection.id]);
    });
    await locked.opened;
    const choosing = db.transactor.run((tx) => connections.candidates(owed(), tx));
    await someoneWaits();
    mayCommit.open();
    await removing;

    expect(await choosing).toEqual([]);
  });

  it('keeps it for what began through it', async () => {
    const connection = await connect();
    await changes.remove(connection.key);

    await expect(connections.getListed(connection.key)).rejects.toMatchObject({ code: 'not_found' });
    await expect(changes.remove(connection.key)).rejects.toMatchObject({ code: 'not_found' });
    await expect(changes.update(connection.key, { enabled: true })).rejects.toMatchObject({ code: 'not_found' });
    expect((await connections.get(connection.key)).deletedAt).not.toBeNull();
    const token = connections.webhookUrl(connection).split('/').at(-1)!;
    expect((await connections.byWebhookToken('dojo', token))?.id).toBe(connection.id);
  });
});

describe('changing a connection', () => {
  it('needs no old credentials, not even readable ones', async () => {
    const connection = await connect();
    const [, later] = servicesWith(`k2:${Buffer.alloc(32, 2).toString('base64')}`);
    await expect(later.update(connection.key, { settings: { version: '2025-09-10' } })).rejects.toThrow(/SECRET_KEYS/);
    expect((await later.update(connection.key, { enabled: false })).enabled).toBe(false);
    const rotated = await later.update(connection.key, { credentials: { apiKey: 'sk_sandbox_the-new-one-9876' } });
    expect(rotated.credentialsHint).toBe('9876');
  });

  it('forgets what was verified once credentials or settings are others', async () => {
    const connection = await connect();
    const verification = {
      credentials: 'accepted',
      webhooks: 'subscribed',
      detail: null,
      at: '2026-11-20T10:00:00.000Z',
    };
    const verify = () =>
      db.database.run('UPDATE connections SET verification = $1 WHERE id = $2', [verification, connection.id]);
    await verify();
    expect((await changes.update(connection.key, { name: 'Other' })).verification).toEqual(verification);
    expect((await changes.update(connection.key, { settings: {} })).verification).toBeNull();
    await verify();
    expect((await changes.update(connection.key, { credentials: credentials() })).verification).toBeNull();
  });

  it('is all or nothing', async () => {
    const connection = await connect();
    const change = { name: 'Other', credentials: { apiKey: 'sk_prod_of-the-other-mode' } };
    await expect(changes.update(connection.key, change)).rejects.toMatchObject({
      code: 'validation_failed',
      fields: [expect.objectContaining({ path: 'credentials.apiKey' })],
    });
    expect(await connections.get(connection.key)).toMatchObject({ name: 'Main', credentials: connection.credentials });
  });
});

/** Resolves once a statement of this database waits for a lock. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const waiting = await db.database.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}
