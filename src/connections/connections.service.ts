import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { Clock } from '../common/clock.js';
import { newToken, sha256 } from '../common/crypto.js';
import { DomainError, wrongField } from '../common/domain-error.js';
import { newId } from '../common/ids.js';
import { AppConfig } from '../config/app-config.js';
import { Secrets } from '../config/secrets.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { GatewayError } from '../gateways/gateway-error.js';
import { GatewayRegistry } from '../gateways/gateway-registry.js';
import type { GatewayProfile, Mode, PaymentGateway } from '../gateways/payment-gateway.js';
import { providerFailure } from './provider-failure.js';
import { ProviderPace, type Urgency } from './provider-pace.js';
import { Connection } from './connection.entity.js';

export interface NewConnection {
  readonly provider: string;
  readonly name: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly currencies?: readonly string[];
  readonly priority?: number;
  readonly enabled?: boolean;
}

/** What a choice among connections depends on. */
export interface Owed {
  readonly accountId: string;
  readonly mode: Mode;
  readonly currency: string;
  readonly customer: { readonly name: string | null; readonly email: string | null; readonly phone: string | null };
  /** The ERP's choice; null: whichever fits. */
  readonly pinnedConnectionId: string | null;
}

interface StoredSecret {
  readonly secret: string;
  /** null: signs now; else the end of its overlap. */
  readonly until: string | null;
}

/** The longest that a provider is known to retry. */
const OVERLAP_SECONDS = 3 * 24 * 3600;

type Column = 'credentials' | 'webhook_secrets' | 'webhook_token';

/** An account's ways to providers: kept sealed, opened into gateways. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly database: Database,
    private readonly registry: GatewayRegistry,
    private readonly pace: ProviderPace,
    private readonly secrets: Secrets,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Stores a connection whose credentials and settings the provider's gateway accepts by their form. */
  async create(caller: Pick<Caller, 'accountId' | 'mode'>, given: NewConnection, id = newId()): Promise<Connection> {
    const [existing] = await this.find({ ...caller, id });
    if (existing) return existing;
    this.refuseUnusable(caller.mode, given);
    const key = { accountId: caller.accountId, mode: caller.mode, id };
    const token = newToken();
    const now = this.clock.now();
    const connection = Object.assign(new Connection(), {
      ...key,
      provider: given.provider,
      name: given.name,
      credentials: this.seal(key, 'credentials', JSON.stringify(given.credentials)),
      credentialsHint: Object.values(given.credentials)[0]?.slice(-4) ?? '',
      settings: { ...given.settings },
      webhookSecrets: null,
      webhookTokenHash: sha256(token),
      webhookToken: this.seal(key, 'webhook_token', token),
      currencies: [...(given.currencies ?? [])],
      priority: given.priority ?? 100,
      enabled: given.enabled ?? true,
      createdAt: now,
      updatedAt: now,
    });
    await this.database.write({ insert: [connection] });
    return connection;
  }

  async get(key: RowKey): Promise<Connection> {
    const [connection] = await this.find(key);
    if (!connection) throw new DomainError('not_found', 'There is no such connection.');
    return connection;
  }

  list(caller: Pick<Caller, 'accountId' | 'mode'>, sql: Sql = this.database): Promise<Connection[]> {
    return sql.select(Connection, 'WHERE account_id = $1 AND mode = $2 ORDER BY priority, id', [
      caller.accountId,
      caller.mode,
    ]);
  }

  /**
   * The connections that can take what is owed, in the order in which they should be tried; none, if no enabled one takes
   * the currency. Throws `customer_details_required` when each of them needs to know more about the customer.
   */
  async candidates(owed: Owed, sql?: Sql): Promise<Connection[]> {
    const connections = await this.list(owed, sql);
    const fitting = connections.filter((connection) => connection.enabled && this.takes(connection, owed.currency));
    const chosen = fitting.filter(({ id }) => owed.pinnedConnectionId === null || id === owed.pinnedConnectionId);
    const complete = chosen.filter((connection) => this.missingDetails(connection, owed).length === 0);
    if (complete.length > 0 || chosen.length === 0) return complete;
    const missing = this.missingDetails(chosen[0]!, owed);
    throw new DomainError('customer_details_required', `The provider needs the customer's ${missing.join(', ')}.`, {
      fields: missing.map((detail) => ({
        path: `customer.${detail}`,
        code: 'required',
        message: `customer.${detail} is needed by the provider`,
      })),
    });
  }

  /** What the provider is able to do; undefined for one that this installation does not know any more. */
  profileOf(provider: string): GatewayProfile | undefined {
    return this.registry.get(provider)?.profile;
  }

  private missingDetails(connection: Connection, { customer }: Owed): string[] {
    const required = this.profileOf(connection.provider)?.requiredCustomerDetails ?? [];
    return required.filter((detail) => !customer[detail]);
  }

  private takes(connection: Connection, currency: string): boolean {
    const offered = this.profileOf(connection.provider)?.currencies ?? [];
    return (
      offered.includes(currency) && (connection.currencies.length === 0 || connection.currencies.includes(currency))
    );
  }

  /** Whose webhook URL holds this token. */
  async byWebhookToken(provider: string, token: string): Promise<Connection | undefined> {
    const [connection] = await this.database.select(Connection, 'WHERE webhook_token_hash = $1 AND provider = $2', [
      sha256(token),
      provider,
    ]);
    return connection;
  }

  webhookUrl(connection: Connection): string {
    const token = this.open(connection, 'webhook_token', connection.webhookToken);
    return `${this.config.publicUrl}/webhooks/${connection.provider}/${token}`;
  }

  /**
   * The provider through this connection, at its pace: calls for a timer step back behind those that a person waits for.
   * Throws `GatewayError` of kind `misconfigured` when what is stored is not usable any more.
   */
  gatewayOf(connection: Connection, urgency: Urgency = 'person'): PaymentGateway {
    const { callsPerSecond } = this.profileOf(connection.provider)?.pace ?? { callsPerSecond: 1 };
    return this.registry.open(
      connection.provider,
      {
        mode: connection.mode,
        credentials: JSON.parse(this.open(connection, 'credentials', connection.credentials)) as Record<string, string>,
        settings: connection.settings,
        webhookSecrets: this.webhookSecretsOf(connection),
      },
      {
        connectionId: connection.id,
        pace: (operation) => this.pace.take(connection, { operation, callsPerSecond, urgency }),
      },
    );
  }

  /** Asks the provider to accept the credentials and to send its webhooks here; keeps the secrets that it signs with. */
  async verify(key: RowKey): Promise<Connection> {
    const connection = await this.get(key);
    try {
      const setup = this.gatewayOf(connection).webhookSetup;
      if (!setup) return connection;
      const subscription = await setup.subscribe(this.webhookUrl(connection));
      const secrets = this.renewed(this.storedSecretsOf(connection), subscription.secrets);
      connection.webhookSecrets = this.seal(connection, 'webhook_secrets', JSON.stringify(secrets));
      connection.updatedAt = this.clock.now();
      await this.database.write({ update: [{ row: connection, set: ['webhookSecrets', 'updatedAt'] }] });
      return connection;
    } catch (error) {
      throw error instanceof GatewayError ? providerFailure(error) : error;
    }
  }

  private find(key: RowKey): Promise<Connection[]> {
    return this.database.select(Connection, 'WHERE account_id = $1 AND mode = $2 AND id = $3', [
      key.accountId,
      key.mode,
      key.id,
    ]);
  }

  private refuseUnusable(mode: Mode, given: NewConnection): void {
    if (!this.registry.get(given.provider)) {
      const known = this.registry.all().map((provider) => provider.id);
      throw wrongField('provider', 'unknown', `must be one of ${known.join(', ')}`);
    }
    const { credentials, settings = {} } = given;
    try {
      this.registry.open(given.provider, { mode, credentials, settings, webhookSecrets: [] }, { connectionId: 'new' });
    } catch (error) {
      if (error instanceof GatewayError) throw wrongField('credentials', 'unusable', error.message);
      throw error;
    }
  }

  private webhookSecretsOf(connection: Connection): string[] {
    const now = this.clock.now();
    const valid = this.storedSecretsOf(connection).filter(({ until }) => until === null || now < new Date(until));
    return valid.map(({ secret }) => secret);
  }

  /** A provider goes on sending what it signed before, for as long as it retries. */
  private renewed(stored: readonly StoredSecret[], current: readonly string[]): StoredSecret[] {
    const until = this.clock.inSeconds(OVERLAP_SECONDS).toISOString();
    const former = stored.filter(({ secret }) => !current.includes(secret));
    return [
      ...current.map((secret) => ({ secret, until: null })),
      ...former.map((old) => ({ secret: old.secret, until: old.until ?? until })),
    ];
  }

  private storedSecretsOf(connection: Connection): StoredSecret[] {
    if (connection.webhookSecrets === null) return [];
    return JSON.parse(this.open(connection, 'webhook_secrets', connection.webhookSecrets)) as StoredSecret[];
  }

  private seal(key: RowKey, column: Column, plain: string): string {
    return this.secrets.box.seal(plain, placeOf(key, column));
  }

  private open(key: RowKey, column: Column, sealed: string): string {
    return this.secrets.box.open(sealed, placeOf(key, column));
  }
}

function placeOf(key: RowKey, column: Column) {
  return { table: 'connections', column, accountId: key.accountId, mode: key.mode, rowId: key.id };
}
