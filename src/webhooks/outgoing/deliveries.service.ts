import { Injectable } from '@nestjs/common';
import { Cursors } from '../../common/cursor.js';
import { DomainError } from '../../common/domain-error.js';
import { idGiven } from '../../common/public-id.pipe.js';
import { Database } from '../../database/database.js';
import { ListQuery, type Page, type PageOrder } from '../../database/list-query.js';
import type { RowKey } from '../../database/owned-row.js';
import { DeliveryAttempt } from './delivery-attempt.entity.js';
import { Delivery } from './delivery.entity.js';
import type { ListDeliveriesDto } from './dto/delivery-list.dto.js';
import { DeliveryDto } from './dto/delivery.dto.js';
import { Endpoint } from './endpoint.entity.js';

/** Event ids rise with time, and name one delivery of an endpoint each. */
const NEWEST_EVENT_FIRST: PageOrder<Delivery> = {
  columns: [{ name: 'event_id', type: 'uuid' }],
  positionOf: ({ eventId }) => [eventId],
};
/** The newest; retried again and again, a delivery has attempts without end. A round of retries has eleven. */
const ATTEMPTS_SHOWN = 100;

@Injectable()
export class DeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  /** An endpoint's, those of the newest events first. Throws `validation_failed` for a cursor of another list. */
  async page(endpoint: Endpoint, { limit, cursor, ...filters }: ListDeliveriesDto): Promise<Page<DeliveryDto>> {
    const { accountId, mode, id } = endpoint;
    const eventId = idGiven('eventId', 'event', filters.eventId);
    const query = new ListQuery(endpoint, 'deliveries')
      .equal('endpoint_id', id)
      .equal('status', filters.status === 'paused' ? 'due' : filters.status)
      .equal('event_id', eventId);
    // What is due to an endpoint is paused as a whole, or not at all.
    if (filters.status === (endpoint.status === 'paused' ? 'due' : 'paused')) query.that('false');
    const { rows, nextCursor } = await query.page(this.database, Delivery, {
      order: NEWEST_EVENT_FIRST,
      cursors: this.cursors,
      scope: { route: 'GET /v1/webhook-endpoints/{id}/deliveries', accountId, mode, filters: { ...filters, id } },
      page: { limit, cursor },
    });
    const attempts = await this.attemptsOf(rows);
    return {
      rows: rows.map((delivery) => DeliveryDto.from(delivery, { attempts: attempts.get(delivery.id) ?? [], endpoint })),
      nextCursor,
    };
  }

  /** With its attempts, up to the newest hundred, and what the endpoint answered. Throws `not_found`. */
  async get(key: RowKey): Promise<DeliveryDto> {
    const owned = [key.accountId, key.mode, key.id];
    const [[delivery], [endpoint]] = await Promise.all([
      this.database.select(Delivery, 'WHERE account_id = $1 AND mode = $2 AND id = $3', owned),
      this.database.select(
        Endpoint,
        `WHERE account_id = $1 AND mode = $2
           AND id = (SELECT endpoint_id FROM deliveries WHERE account_id = $1 AND mode = $2 AND id = $3)`,
        owned,
      ),
    ]);
    if (!delivery || !endpoint) throw new DomainError('not_found', 'There is no such delivery.');
    const attempts = await this.database.select(
      DeliveryAttempt,
      // Not one that was noted since: `delivered` and the attempt that did it are told together.
      `WHERE account_id = $1 AND mode = $2 AND delivery_id = $3 AND number > $4::integer - $5 AND number <= $4::integer
       ORDER BY number`,
      [...owned, delivery.attempts, ATTEMPTS_SHOWN],
    );
    return DeliveryDto.from(delivery, { attempts, endpoint });
  }

  /** Of the deliveries of events, to whichever endpoint; with their attempts. The events are of one account and mode. */
  async ofEvents(events: readonly RowKey[]): Promise<readonly (readonly [Delivery, readonly DeliveryAttempt[]])[]> {
    const [first] = events;
    if (!first) return [];
    const deliveries = await this.database.select(
      Delivery,
      // The endpoints are few, and with them the index over endpoint and event serves this too.
      `WHERE account_id = $1 AND mode = $2 AND event_id = ANY ($3)
         AND endpoint_id IN (SELECT id FROM endpoints WHERE account_id = $1 AND mode = $2)`,
      [first.accountId, first.mode, events.map(({ id }) => id)],
    );
    const attempts = await this.attemptsOf(deliveries);
    return deliveries.map((delivery) => [delivery, attempts.get(delivery.id) ?? []] as const);
  }

  /** Of deliveries of one account and mode, without the answers: a page of those might weigh megabytes. */
  private async attemptsOf(deliveries: readonly Delivery[]): Promise<ReadonlyMap<string, DeliveryAttempt[]>> {
    const [first] = deliveries;
    if (!first) return new Map();
    const rows = await this.database.query<object>(
      `SELECT a.account_id, a.mode, a.delivery_id, a.number, a.at, a.status, a.error, a.duration_ms
       FROM unnest($3::uuid[], $4::integer[]) AS d (id, attempts) JOIN delivery_attempts a
         ON a.account_id = $1 AND a.mode = $2 AND a.delivery_id = d.id
           AND a.number > d.attempts - $5 AND a.number <= d.attempts
       ORDER BY a.number`,
      [
        first.accountId,
        first.mode,
        deliveries.map(({ id }) => id),
        deliveries.map(({ attempts }) => attempts),
        ATTEMPTS_SHOWN,
      ],
    );
    const byDelivery = new Map<string, DeliveryAttempt[]>(deliveries.map(({ id }) => [id, []]));
    for (const attempt of this.database.hydrate(DeliveryAttempt, rows))
      byDelivery.get(attempt.deliveryId)!.push(attempt);
    return byDelivery;
  }
}
