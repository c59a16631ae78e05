import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { Secrets } from '../config/secrets.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { GatewayError } from '../gateways/gateway-error.js';
import { GatewayRegistry } from '../gateways/gateway-registry.js';
import { hintOf, refuseUnusable } from './connection-rules.js';
import { ConnectionSeals, renewedSecrets } from './connection-seals.js';
import { verifyAtProvider, type VerificationResult } from './connection-verification.js';
import { Connection } from './connection.entity.js';
import { ConnectionsService } from './connections.service.js';
import { providerFailure } from './provider-failure.js';

/** What is left out stays as it is. */
export interface ConnectionChange {
  readonly name?: string;
  /** In place of the old ones, which nobody needs to know any more. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** In place of all the old ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly currencies?: readonly string[];
  readonly priority?: number;
  readonly enabled?: boolean;
}

/** The longest that a provider is known to retry. */
const OVERLAP_SECONDS = 3 * 24 * 3600;

/** What becomes of a connection after it was made. */
@Injectable()
export class ConnectionChanges {
  private readonly seals: ConnectionSeals;

  constructor(
    private readonly transactor: Transactor,
    private readonly connections: ConnectionsService,
    private readonly registry: GatewayRegistry,
    secrets: Secrets,
    private readonly clock: Clock,
  ) {
    this.seals = new ConnectionSeals(secrets.box);
  }

  /** Throws `not_found`, and `validation_failed` for credentials and settings that do not fit each other. */
  async update(key: RowKey, change: ConnectionChange): Promise<Connection> {
    return this.transactor.run(async (tx) => {
      const connection = await this.lock(tx, key, 'FOR NO KEY UPDATE');
      const { credentials, ...others } = definedOf(change);
      const isOther = credentials !== undefined || others.settings !== undefined;
      const changed = Object.assign(connection, {
        ...others,
        ...(credentials && this.sealed(connection, credentials)),
        ...(isOther && { verification: null }),
        updatedAt: this.clock.now(),
      });
      // Whatever has become of provider and credentials, a connection can be renamed and disabled.
      if (isOther || others.currencies) this.refuseUnusable(changed, credentials);
      await tx.write({ update: [{ row: changed, set: CHANGEABLE }] });
      return changed;
    });
  }

  /**
   * Takes the connection out of use. It stays for what began through it: late webhooks are still taken, refunds and late
   * payments still looked up, with the same credentials. Throws `state_conflict` while a checkout of it can be paid.
   */
  async remove(key: RowKey): Promise<void> {
    await this.transactor.run(async (tx) => {
      // The strongest lock: whoever opens a checkout holds the weakest one, and either comes first.
      const connection = await this.lock(tx, key, 'FOR UPDATE');
      const live = await tx.query(
        `SELECT FROM checkouts WHERE account_id = $1 AND mode = $2 AND connection_id = $3
           AND status IN ('creating', 'open', 'authorized') LIMIT 1`,
        [key.accountId, key.mode, key.id],
      );
      if (live.length > 0) {
        throw new DomainError(
          'state_conflict',
          'Checkouts of this connection are live. Disable it, and delete it once they have ended.',
        );
      }
      const now = this.clock.now();
      Object.assign(connection, { deletedAt: now, updatedAt: now });
      await tx.write({ update: [{ row: connection, set: ['deletedAt', 'updatedAt'] }] });
    });
  }

  /**
   * Asks the provider to accept the credentials and to send its webhooks here; keeps the secrets that it signs with beside
   * the old ones, and what it found. Throws `provider_misconfigured` when the credentials are refused.
   */
  async verify(key: RowKey): Promise<Connection> {
    const asked = await this.connections.getListed(key);
    const result = await this.ask(asked);
    const verified = await this.transactor.run((tx) => this.keep(tx, asked, result));
    if (result.failure) throw providerFailure(result.failure);
    return verified;
  }

  private async ask(connection: Connection): Promise<VerificationResult> {
    try {
      return await verifyAtProvider(this.connections.gatewayOf(connection), this.connections.webhookUrl(connection));
    } catch (error) {
      throw error instanceof GatewayError ? providerFailure(error) : error;
    }
  }

  private async keep(tx: Sql, asked: Connection, { verification, secrets }: VerificationResult): Promise<Connection> {
    const connection = await this.lock(tx, asked, 'FOR NO KEY UPDATE');
    const now = this.clock.now();
    // Told of the credentials that were asked with, not of those that another request put in their place meanwhile.
    if (connection.credentials === asked.credentials && isDeepStrictEqual(connection.settings, asked.settings))
      connection.verification = { ...verification, at: now.toISOString() };
    if (secrets.length > 0) {
      const stored = this.seals.webhookSecretsOf(connection);
      const renewed = renewedSecrets(stored, secrets, this.clock.inSeconds(OVERLAP_SECONDS));
      connection.webhookSecrets = this.seals.seal(connection, 'webhook_secrets', JSON.stringify(renewed));
    }
    connection.updatedAt = now;
    await tx.write({ update: [{ row: connection, set: ['webhookSecrets', 'verification', 'updatedAt'] }] });
    return connection;
  }

  private async lock(tx: Sql, key: RowKey, strength: 'FOR UPDATE' | 'FOR NO KEY UPDATE'): Promise<Connection> {
    const [connection] = await tx.select(
      Connection,
      `WHERE account_id = $1 AND mode = $2 AND id = $3 AND deleted_at IS NULL ${strength}`,
      [key.accountId, key.mode, key.id],
    );
    if (!connection) throw new DomainError('not_found', 'There is no such connection.');
    return connection;
  }

  private refuseUnusable(connection: Connection, given: ConnectionChange['credentials']): void {
    const { provider, mode, settings, currencies } = connection;
    const credentials = given ?? this.seals.credentialsOf(connection);
    refuseUnusable(this.registry, { provider, mode, credentials, settings, currencies });
  }

  private sealed(connection: Connection, credentials: Readonly<Record<string, string>>) {
    return {
      credentials: this.seals.seal(connection, 'credentials', JSON.stringify(credentials)),
      credentialsHint: hintOf(credentials, this.connections.profileOf(connection.provider)),
    };
  }
}

const CHANGEABLE = [
  'name',
  'credentials',
  'credentialsHint',
  'settings',
  'currencies',
  'priority',
  'enabled',
  'verification',
  'updatedAt',
] as const satisfies readonly (keyof Connection)[];

function definedOf(change: ConnectionChange): ConnectionChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
