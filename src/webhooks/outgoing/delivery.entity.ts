import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Instant } from '../../database/columns.js';
import { DueRow } from '../../database/owned-row.js';
import { Event } from '../../events/event.entity.js';
import { Endpoint } from './endpoint.entity.js';

/**
 * `exhausted`: the schedule is used up; a retry or replay starts it again. What waits for a paused endpoint is `due` like
 * everything else that is owed, and nobody claims it: pausing and resuming change the endpoint's row and nothing more,
 * however much is waiting. Readers are shown it as `paused`.
 */
export type DeliveryStatus = 'due' | 'delivered' | 'exhausted';

/** One event on its way to one endpoint. */
@Entity('deliveries')
@Check('deliveries_status', `status IN ('due', 'delivered', 'exhausted')`)
@Check('deliveries_due', `(status = 'due') = (due_at IS NOT NULL)`)
@ForeignKey(() => Endpoint, ['accountId', 'mode', 'endpointId'], ['accountId', 'mode', 'id'], {
  name: 'deliveries_endpoint',
})
@ForeignKey(() => Event, ['accountId', 'mode', 'eventId'], ['accountId', 'mode', 'id'], { name: 'deliveries_event' })
@Index('deliveries_once', ['accountId', 'mode', 'endpointId', 'eventId'], { unique: true })
@Index('deliveries_of_status', ['accountId', 'mode', 'endpointId', 'status', 'eventId'])
@Index('deliveries_next', ['accountId', 'mode', 'endpointId', 'dueAt'], { where: 'due_at IS NOT NULL' })
export class Delivery extends DueRow {
  @Column('uuid')
  endpointId: string;

  @Column('uuid')
  eventId: string;

  @Column('text')
  status: DeliveryStatus;

  /** Attempts made. */
  @Column('integer')
  attempts: number;

  /** Those made before the present round: what is retried or replayed begins the schedule anew. */
  @Column('integer', { default: 0 })
  attemptsBefore: number;

  @Instant()
  createdAt: Date;

  @Instant({ nullable: true })
  deliveredAt: Date | null;
}
