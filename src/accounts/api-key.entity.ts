import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Instant } from '../database/columns.js';
import { OwnedRow } from '../database/owned-row.js';
import { Account } from './account.entity.js';
import type { Scope } from './scopes.js';

@Entity('api_keys')
@Check('api_keys_mode', `mode IN ('sandbox', 'live')`)
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'api_keys_account' })
@Index('api_keys_public_part', ['publicPart'], { unique: true })
export class ApiKey extends OwnedRow {
  /** The part of the key by which it is found; not a secret. */
  @Column('text')
  publicPart: string;

  /** HMAC-SHA-256 of the whole key with KEY_PEPPER; the key itself is nowhere. */
  @Column('bytea')
  digest: Buffer;

  /** By which its holder tells it from others; null: made before these were kept. */
  @Column('text', { nullable: true })
  lastFour: string | null;

  @Column('text')
  name: string;

  @Column('text', { array: true })
  scopes: Scope[];

  @Instant({ nullable: true })
  expiresAt: Date | null;

  @Instant({ nullable: true })
  revokedAt: Date | null;

  /** To the minute. */
  @Instant({ nullable: true })
  lastUsedAt: Date | null;

  @Instant()
  createdAt: Date;

  isUsable(at: Date): boolean {
    return this.revokedAt === null && (this.expiresAt === null || at < this.expiresAt);
  }
}
