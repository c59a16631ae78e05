import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { Clock } from '../common/clock.js';
import { newToken, sha256 } from '../common/crypto.js';
import { DomainError } from '../common/domain-error.js';
import { newId } from '../common/ids.js';
import { AppConfig } from '../config/app-config.js';
import { Secrets } from '../config/secrets.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { GatewayRegistry } from '../gateways/gateway-registry.js';
import type { GatewayProfile, Mode, PaymentGateway } from '../gateways/payment-gateway.js';
import { hintOf, refuseUnusable } from './connection-rules.js';
import { ConnectionSeals } from './connection-seals.js';
import { Connection } from './connection.entity.js';
import { ProviderPace, type Urgency } from './provider-pace.js';

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
  /** `manual`: the money is held first, which not every provider can do. */
  readonly capture: 'automatic' | 'manual';
  /** The ERP's choice; null: whichever fits. */
  readonly pinnedConnectionId: string | null;
}

export const DEFAULT_PRIORITY = 100;

/** An account's ways to providers: kept sealed, opened into gateways. */
@Injectable()
export class ConnectionsService {
  private readonly seals: ConnectionSeals;

  constructor(
    private readonly database: Database,
    private readonly registry: GatewayRegistry,
    private readonly pace: ProviderPace,
    secrets: Secrets,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {
    this.seals = new ConnectionSeals(secrets.box);
  }

  /** Stores a connection whose credentials and settings the provider accepts by their form. Throws `validation_failed`. */
  async create(caller: Pick<Caller, 'accountId' | 'mode'>, given: NewConnection, id = newId()): Promise<Connection> {
    const key = { accountId: caller.accountId, mode: caller.mode, id };
    const [existing] = await this.find(key);
    if (existing) return existing;
    const { provider, name, credentials, settings = {}, currencies = [] } = given;
    refuseUnusable(this.registry, { provider, mode: caller.mode, credentials, settings, currencies });
    const token = newToken();
    const now = this.clock.now();
    const connection = Object.assign(new Connection(), {
      ...key,
      provider,
      name,
      credentials: this.seals.seal(key, 'credentials', JSON.stringify(credentials)),
      credentialsHint: hintOf(credentials, this.profileOf(provider)),
      settings: { ...settings },
      webhookSecrets: null,
      webhookTokenHash: sha256(token),
      webhookToken: this.seals.seal(key, 'webhook_token', token),
      currencies: [...currencies],
      priority: given.priority ?? DEFAULT_PRIORITY,
      enabled: given.enabled ?? true,
      verification: null,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    });
    await this.database.write({ insert: [connection] });
    return connection;
  }

  /** The connection, even one that was deleted: what began through it is looked at through it. */
  async get(key: RowKey): Promise<Connection> {
    const [connection] = await this.find(key);
    if (!connection) throw new DomainError('not_found', 'There is no such connection.');
    return connection;
  }

  /** The connection, unless it was deleted. */
  async getListed(key: RowKey): Promise<Connection> {
    const connection = await this.get(key);
    if (connection.deletedAt !== null) throw new DomainError('not_found', 'There is no such connection.');
    return connection;
  }

  /** All that were not deleted, in the order in which they are tried. */
  list(caller: Pick<Caller, 'accountId' | 'mode'>): Promise<Connection[]> {
    return this.listed(this.database, caller);
  }

  /**
   * The connections that can take what is owed, in the order in which they should be tried; none, if no enabled one takes
   * the currency. Within a transaction none of them can be deleted before its end. Throws `capability_not_supported` when none
   * of them can hold money that is to be held, and `customer_details_required` when each of them needs to know more about the
   * customer.
   */
  async candidates(owed: Owed, tx?: Sql): Promise<Connection[]> {
    const connections = await (tx ? this.listed(tx, owed, 'FOR KEY SHARE') : this.list(owed));
    const fitting = connections.filter((connection) => connection.enabled && this.takes(connection, owed.currency));
    const chosen = fitting.filter(({ id }) => owed.pinnedConnectionId === null || id === owed.pinnedConnectionId);
    const able = chosen.filter((connection) => owed.capture === 'automatic' || this.canHold(connection));
    if (able.length === 0 && chosen.length > 0) throw this.holdsNothing(chosen[0]!);
    const complete = able.filter((connection) => this.missingDetails(connection, owed).length === 0);
    if (complete.length > 0 || able.length === 0) return complete;
    const missing = this.missingDetails(able[0]!, owed);
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

  /** Whose webhook URL holds this token, even if it was deleted: late news of its payments is still news. */
  async byWebhookToken(provider: string, token: string): Promise<Connection | undefined> {
    const [connection] = await this.database.select(Connection, 'WHERE webhook_token_hash = $1 AND provider = $2', [
      sha256(token),
      provider,
    ]);
    return connection;
  }

  webhookUrl(connection: Connection): string {
    return `${this.config.publicUrl}/webhooks/${connection.provider}/${this.seals.tokenOf(connection)}`;
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
        credentials: this.seals.credentialsOf(connection),
        settings: connection.settings,
        webhookSecrets: this.activeSecretsOf(connection),
      },
      {
        connectionId: connection.id,
        pace: (operation) => this.pace.take(connection, { operation, callsPerSecond, urgency }),
      },
    );
  }

  private find(key: RowKey): Promise<Connection[]> {
    return this.database.select(Connection, 'WHERE account_id = $1 AND mode = $2 AND id = $3', [
      key.accountId,
      key.mode,
      key.id,
    ]);
  }

  private listed(sql: Sql, { accountId, mode }: Pick<RowKey, 'accountId' | 'mode'>, lock = ''): Promise<Connection[]> {
    const condition = `WHERE account_id = $1 AND mode = $2 AND deleted_at IS NULL ORDER BY priority, id ${lock}`;
    return sql.select(Connection, condition, [accountId, mode]);
  }

  private missingDetails(connection: Connection, { customer }: Owed): string[] {
    const required = this.profileOf(connection.provider)?.requiredCustomerDetails ?? [];
    return required.filter((detail) => !customer[detail]);
  }

  private canHold({ provider }: Connection): boolean {
    return (this.profileOf(provider)?.capabilities.manualCapture ?? 'never') !== 'never';
  }

  private holdsNothing({ provider }: Connection): DomainError {
    const name = this.profileOf(provider)?.name ?? provider;
    return new DomainError(
      'capability_not_supported',
      `${name} takes money at once and cannot hold it: use capture "automatic", or a provider that can (GET /v1/providers).`,
    );
  }

  private takes(connection: Connection, currency: string): boolean {
    const offered = this.profileOf(connection.provider)?.currencies ?? [];
    return (
      offered.includes(currency) && (connection.currencies.length === 0 || connection.currencies.includes(currency))
    );
  }

  private activeSecretsOf(connection: Connection): string[] {
    const now = this.clock.now();
    const stored = this.seals.webhookSecretsOf(connection);
    return stored.filter(({ until }) => until === null || now < new Date(until)).map(({ secret }) => secret);
  }
}
