import { Column, Entity, ForeignKey, Index } from 'typeorm';
import { Connection } from '../../connections/connection.entity.js';
import { Instant } from '../../database/columns.js';
import { OwnedRow } from '../../database/owned-row.js';

/** A provider's webhook whose signature was right, kept as it came. */
@Entity('received_webhooks')
@ForeignKey(() => Connection, ['accountId', 'mode', 'connectionId'], ['accountId', 'mode', 'id'], {
  name: 'received_webhooks_connection',
})
@Index('received_webhooks_once', ['accountId', 'mode', 'connectionId', 'eventId'], { unique: true })
@Index('received_webhooks_kept', ['receivedAt'], { where: 'erased_at IS NULL' })
// An index over the elements of a list, which TypeORM cannot say; the migration makes it.
@Index('received_webhooks_of_payments', { synchronize: false })
export class ReceivedWebhook extends OwnedRow {
  @Column('uuid')
  connectionId: string;

  /** The provider's id of the event. */
  @Column('text')
  eventId: string;

  @Column('text')
  eventType: string;

  /** The checkouts it names. */
  @Column('text', { array: true })
  providerPaymentIds: string[];

  /** Only those the signature and the tracing need; no cookies, no authorization. */
  @Column('jsonb')
  headers: Record<string, string>;

  @Column('bytea')
  body: Buffer;

  @Instant()
  receivedAt: Date;

  /** Since when body and headers are empty: they were about somebody who is forgotten, or old. */
  @Instant({ nullable: true })
  erasedAt: Date | null;
}
