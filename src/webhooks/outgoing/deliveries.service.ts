import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { DeliveryAttempt } from './delivery-attempt.entity.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryDto } from './dto/delivery.dto.js';
import type { Endpoint } from './endpoint.entity.js';

const PAGE = 25;

@Injectable()
export class DeliveriesService {
  constructor(private readonly database: Database) {}

  /** Those of the newest events, with every attempt. Event ids rise with time, and have an index here. */
  async ofEndpoint(endpoint: Endpoint): Promise<DeliveryDto[]> {
    const owner = [endpoint.accountId, endpoint.mode];
    const deliveries = await this.database.select(
      Delivery,
      'WHERE account_id = $1 AND mode = $2 AND endpoint_id = $3 ORDER BY event_id DESC LIMIT $4',
      [...owner, endpoint.id, PAGE],
    );
    const attempts = await this.database.select(
      DeliveryAttempt,
      'WHERE account_id = $1 AND mode = $2 AND delivery_id = ANY ($3) ORDER BY number',
      [...owner, deliveries.map(({ id }) => id)],
    );
    return deliveries.map((delivery) =>
      DeliveryDto.from(
        delivery,
        attempts.filter(({ deliveryId }) => deliveryId === delivery.id),
      ),
    );
  }
}
