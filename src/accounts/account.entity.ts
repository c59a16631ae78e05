import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Instant } from '../database/columns.js';

/** A tenant: one company with its keys, connections and payments. */
@Entity('accounts')
export class Account {
  @PrimaryColumn('uuid')
  id: string;

  /** As payers see it. */
  @Column('text')
  name: string;

  /** Who mail says it comes from; null: the name. */
  @Column('text', { nullable: true })
  mailSenderName: string | null;

  @Column('text', { nullable: true })
  supportEmail: string | null;

  @Column('text', { nullable: true })
  supportPhone: string | null;

  @Column('text', { nullable: true })
  supportUrl: string | null;

  @Column('text', { nullable: true })
  logoUrl: string | null;

  /** `#rrggbb`. */
  @Column('text', { nullable: true })
  colour: string | null;

  /** BCP 47, of pages and mail where the payer's is unknown. */
  @Column('text')
  locale: string;

  /** IANA name. */
  @Column('text')
  timeZone: string;

  @Instant()
  createdAt: Date;

  get sender(): string {
    return this.mailSenderName ?? this.name;
  }
}
