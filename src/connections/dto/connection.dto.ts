import { toPublicId } from '../../common/ids.js';
import type { Connection } from '../connection.entity.js';

/** What the last check with the provider found. */
export class VerificationDto {
  /** Whether the provider accepts the credentials. */
  credentials: 'accepted' | 'refused';
  /**
   * `not_possible`: the provider does not send webhooks to `webhookUrl`. Payments are confirmed all the same, by looks at
   * the provider when the payer returns and at set times.
   */
  webhooks: 'subscribed' | 'not_possible';
  /**
   * What did not work, as the provider says; null when everything did.
   * @example 'subscribe: HTTP 400: The Url field must begin with https. PUBLIC_URL is not https, and providers call nothing else.'
   */
  detail: string | null;
  /** @example '2026-11-20T10:00:00.000Z' */
  at: string;
}

/** A connection, without its credentials. */
export class ConnectionDto {
  /** @example 'con_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'connection';
  mode: 'sandbox' | 'live';
  /** @example 'dojo' */
  provider: string;
  /** @example 'Main location' */
  name: string;
  /**
   * The last four characters of the main credential; empty for one so short that they would tell it.
   * @example 'f3Qz'
   */
  credentialsHint: string;
  settings: Record<string, unknown>;
  /** ISO 4217 codes; none: whatever the provider takes. */
  currencies: string[];
  /** Lower is tried first. */
  priority: number;
  /** Whether it takes new payments. */
  enabled: boolean;
  /** Where the provider sends its webhooks. Its path is a secret between the provider and us. */
  webhookUrl: string;
  /** Whether secrets are known, so that webhooks can be verified; `POST …/verify` gets them. Without, timed looks do all. */
  webhooksVerified: boolean;
  /** null: never checked, or credentials or settings were changed since. */
  verification: VerificationDto | null;
  /** @example '2026-11-20T10:00:00.000Z' */
  createdAt: string;
  /** @example '2026-11-20T10:00:00.000Z' */
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
      verification: connection.verification,
      createdAt: connection.createdAt.toISOString(),
      updatedAt: connection.updatedAt.toISOString(),
    };
  }
}

export class ConnectionListDto {
  data: ConnectionDto[];
  nextCursor: string | null;
}
