import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Instant } from '../database/columns.js';
import { OwnedRow } from '../database/owned-row.js';

/** What the last check with the provider found. */
export interface Verification {
  readonly credentials: 'accepted' | 'refused';
  /** `not_possible`: the provider did not take our URL. Timed looks do all then. */
  readonly webhooks: 'subscribed' | 'not_possible';
  /** The provider's word on what did not work, for people; null when everything did. */
  readonly detail: string | null;
  /** RFC 3339. */
  readonly at: string;
}

/** An account's credentials and settings at one provider, in one mode. */
@Entity('connections')
@Check('connections_mode', `mode IN ('sandbox', 'live')`)
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'connections_account' })
@Index('connections_webhook_token', ['webhookTokenHash'], { unique: true })
export class Connection extends OwnedRow {
  /** The provider's id: `dojo`. */
  @Column('text')
  provider: string;

  @Column('text')
  name: string;

  /** Sealed JSON object of texts. */
  @Column('text')
  credentials: string;

  /** The last four characters of the main credential, to tell connections apart. */
  @Column('text')
  credentialsHint: string;

  @Column('jsonb')
  settings: Record<string, unknown>;

  /** Sealed JSON list of `{ secret, until }`, newest first; null: none known yet, so every webhook is refused. */
  @Column('text', { nullable: true })
  webhookSecrets: string | null;

  /** SHA-256 of the token in our webhook URL. */
  @Column('bytea')
  webhookTokenHash: Buffer;

  /** The same token, sealed, to show the URL again. */
  @Column('text')
  webhookToken: string;

  /** ISO 4217; empty: whatever the provider takes. */
  @Column('text', { array: true })
  currencies: string[];

  /** Lower is tried first. */
  @Column('integer')
  priority: number;

  @Column('boolean')
  enabled: boolean;

  /** null: never checked, or changed since. */
  @Column('jsonb', { nullable: true })
  verification: Verification | null;

  @Instant()
  createdAt: Date;

  @Instant()
  updatedAt: Date;

  /** Takes no payments any more and is not shown; what began through it is still looked at. */
  @Instant({ nullable: true })
  deletedAt: Date | null;
}
