import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Instant } from '../../database/columns.js';
import type { Mode } from '../../gateways/payment-gateway.js';
import { Delivery } from './delivery.entity.js';

/** What an endpoint answered, once. */
@Entity('delivery_attempts')
@ForeignKey(() => Delivery, ['accountId', 'mode', 'deliveryId'], ['accountId', 'mode', 'id'], {
  name: 'delivery_attempts_delivery',
})
@Index('delivery_attempts_kept', ['at'], { where: `response <> ''` })
export class DeliveryAttempt {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('text')
  mode: Mode;

  @PrimaryColumn('uuid')
  deliveryId: string;

  /** 1, 2, 3 … */
  @PrimaryColumn('integer')
  number: number;

  @Instant()
  at: Date;

  /** HTTP status; null: no answer. */
  @Column('integer', { nullable: true })
  status: number | null;

  @Column('text', { nullable: true })
  error: string | null;

  @Column('integer')
  durationMs: number;

  /** At most 16 KiB, empty once it is old; undefined where it was not read. */
  @Column('text')
  response?: string;
}
