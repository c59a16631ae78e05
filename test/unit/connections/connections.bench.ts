import { randomBytes } from 'node:crypto';
import { loadConfig } from '../../../src/config/app-config.js';
import { Secrets } from '../../../src/config/secrets.js';
import { ConnectionChanges } from '../../../src/connections/connection-changes.service.js';
import type { Connection } from '../../../src/connections/connection.entity.js';
import { ConnectionsService, type NewConnection, type Owed } from '../../../src/connections/connections.service.js';
import { ProviderPace } from '../../../src/connections/provider-pace.js';
import { GatewayRegistry } from '../../../src/gateways/gateway-registry.js';
import type {
  ConnectionSecrets,
  GatewayProfile,
  GatewayProvider,
  PaymentGateway,
} from '../../../src/gateways/payment-gateway.js';
import { anOwnerIn, type Owner } from '../../support/builders.js';
import { FakeClock } from '../../support/fake-clock.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const ANY_OBJECT = { type: 'object' };

/** A provider that takes any credentials, signs with what a test tells it, and remembers how it was opened. */
export class PaperProvider implements GatewayProvider {
  readonly profile: GatewayProfile;
  signingSecrets: readonly string[] = [];
  lastOpened: ConnectionSecrets | undefined;

  constructor(
    readonly id: string,
    profile: Partial<GatewayProfile> = {},
  ) {
    this.profile = {
      name: id,
      currencies: ['GBP'],
      requiredCustomerDetails: [],
      credentialsSchema: ANY_OBJECT,
      settingsSchema: ANY_OBJECT,
      pace: { callsPerSecond: 1000 },
      capabilities: {
        cancellation: 'never',
        manualCapture: 'never',
        refunds: 'never',
        search: 'never',
        webhookSetup: 'always',
      },
      ...profile,
    };
  }

  open(connection: ConnectionSecrets): PaymentGateway {
    this.lastOpened = connection;
    const subscribe = () => Promise.resolve({ id: 'sub_1', secrets: this.signingSecrets });
    return { webhookSetup: { subscribe } } as unknown as PaymentGateway;
  }
}

/** Connections as the application keeps them, with providers of paper and a clock that a test moves. */
export class ConnectionsBench {
  readonly clock = new FakeClock();
  readonly connections: ConnectionsService;
  readonly changes: ConnectionChanges;

  private constructor(
    readonly db: TestDataSource,
    readonly owner: Owner,
    providers: readonly PaperProvider[],
  ) {
    const config = loadConfig(
      { SECRET_KEYS: `k1:${randomBytes(32).toString('base64')}`, KEY_PEPPER: randomBytes(32).toString('base64url') },
      false,
    );
    const secrets = Secrets.load(config);
    const registry = new GatewayRegistry(providers, []);
    const pace = new ProviderPace(db.database);
    this.connections = new ConnectionsService(db.database, registry, pace, secrets, config, this.clock);
    this.changes = new ConnectionChanges(db.transactor, this.connections, registry, secrets, this.clock);
  }

  static async open(providers: readonly PaperProvider[]): Promise<ConnectionsBench> {
    const db = await openTestDatabase();
    return new ConnectionsBench(db, await anOwnerIn(db.database), providers);
  }

  /** In an account of its own, unless told otherwise. */
  async connection(given: Partial<NewConnection> = {}, owner: Owner = this.owner): Promise<Connection> {
    return this.connections.create(owner, { provider: 'paper', name: 'Paper', credentials: { key: 'k' }, ...given });
  }

  anOwner(): Promise<Owner> {
    return anOwnerIn(this.db.database);
  }

  /** Ids of the connections that would be tried for a payment, in that order. */
  async candidates(owner: Owner, changes: Partial<Owed> = {}): Promise<string[]> {
    const customer = { name: null, email: null, phone: null };
    const owed = {
      ...owner,
      currency: 'GBP',
      customer,
      capture: 'automatic' as const,
      pinnedConnectionId: null,
      ...changes,
    };
    return (await this.connections.candidates(owed)).map(({ id }) => id);
  }
}
