import { toPublicId } from '../../common/ids.js';
import type { Connection } from '../connection.entity.js';

/** A connection, without its credentials. */
export class ConnectionDto {
  /** @example 'con_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'connection';
  mode: 'sandbox' | 'live';
  /** @example 'dojo' */
  provider: string;
  name: string;
  /** The last four characters of the credential. */
  credentialsHint: string;
  settings: Record<string, unknown>;
  currencies: string[];
  priority: number;
  enabled: boolean;
  /** Where the provider sends its webhooks. Its path is a secret between the provider and us. */
  webhookUrl: string;
  /** Whether secrets are known, so that webhooks can be verified; `POST …/verify` gets them. Without, timed looks do all. */
  webhooksVerified: boolean;
  createdAt: string;
  updatedAt: string;

  static from(connection: Connection, { webhookUrl }: { webhookUrl: string }): ConnectionDto {
    return {
      id: toPublicId('connection', connection.id),
      object: 'connection',
      mode: connection.mode,
      provider: connection.provider,
      name: connection.name,
      credentialsHint: connection.credentialsHint,
      settings: connection.settings,
      currencies: connection.currencies,
      priority: connection.priority,
      enabled: connection.enabled,
      webhookUrl,
      webhooksVerified: connection.webhookSecrets !== null,
      createdAt: connection.createdAt.toISOString(),
      updatedAt: connection.updatedAt.toISOString(),
    };
  }
}

export class ConnectionListDto {
  data: ConnectionDto[];
  nextCursor: string | null;
}
