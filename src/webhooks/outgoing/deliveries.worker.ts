import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { toPublicId } from '../../common/ids.js';
import { AppConfig } from '../../config/app-config.js';
import { claimDue } from '../../database/claim-due.js';
import { Database } from '../../database/database.js';
import type { WorkerTask } from '../../database/worker-loop.js';
import { envelopeOf } from '../../events/event-envelope.js';
import { Event } from '../../events/event.entity.js';
import { Delivery } from './delivery.entity.js';
import { DELIVERIES_TOPIC } from './delivery-planner.worker.js';
import { nextAttemptAt } from './delivery-schedule.js';
import { Endpoint } from './endpoint.entity.js';
import { EndpointsService } from './endpoints.service.js';
import { WebhookSender, type WebhookAttempt } from './webhook-sender.js';

const BATCH = 20;

/** Sends what is due and notes the answer. A crash in between sends it again: at least once, under the same id. */
@Injectable()
export class DeliveriesWorker implements WorkerTask {
  readonly name = 'deliveries';
  readonly topic = DELIVERIES_TOPIC;
  readonly pollMs: number;

  constructor(
    private readonly database: Database,
    private readonly endpoints: EndpointsService,
    private readonly sender: WebhookSender,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  async tick(): Promise<boolean> {
    const { leaseSeconds } = this.config;
    const due = await claimDue(this.database, Delivery, { table: 'deliveries', limit: BATCH, leaseSeconds });
    const results = await Promise.allSettled(due.map((delivery) => this.deliver(delivery)));
    const defect = results.find((result) => result.status === 'rejected');
    if (defect?.status === 'rejected') throw defect.reason;
    return due.length === BATCH;
  }

  private async deliver(delivery: Delivery): Promise<void> {
    const key = [delivery.accountId, delivery.mode];
    const [[event], [endpoint]] = await Promise.all([
      this.database.select(Event, 'WHERE account_id = $1 AND mode = $2 AND id = $3', [...key, delivery.eventId]),
      this.database.select(Endpoint, 'WHERE account_id = $1 AND mode = $2 AND id = $3', [...key, delivery.endpointId]),
    ]);
    const at = this.clock.now();
    const attempt = await this.sender.send({
      url: endpoint!.url,
      mode: delivery.mode,
      eventId: toPublicId('event', delivery.eventId),
      body: JSON.stringify(envelopeOf(event!)),
      secrets: this.endpoints.secretsOf(endpoint!),
      at,
    });
    await this.note(delivery, attempt, at);
  }

  /** One statement: the outcome and the attempt, unless the lease was lost meanwhile. */
  private async note(delivery: Delivery, attempt: WebhookAttempt, at: Date): Promise<void> {
    const attempts = delivery.attempts + 1;
    const now = this.clock.now();
    const isDelivered = attempt.outcome === 'delivered';
    const next = isDelivered
      ? null
      : nextAttemptAt({
          scheduleSeconds: this.config.deliveryScheduleSeconds,
          attempts,
          retryAfterSeconds: attempt.retryAfterSeconds,
          now,
          random: Math.random(),
        });
    const status = isDelivered ? 'delivered' : next ? 'due' : 'exhausted';
    await this.database.run(
      `WITH noted AS (
         UPDATE deliveries SET status = $5, attempts = $6, due_at = $7, delivered_at = $8, leased_until = NULL
         WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4
         RETURNING account_id, mode, id)
       INSERT INTO delivery_attempts (account_id, mode, delivery_id, number, at, status, error, duration_ms, response)
       SELECT account_id, mode, id, $6, $9, $10, $11, $12, $13 FROM noted`,
      [
        delivery.accountId,
        delivery.mode,
        delivery.id,
        delivery.fence,
        status,
        attempts,
        next,
        isDelivered ? now : null,
        at,
        attempt.status,
        attempt.error,
        attempt.durationMs,
        attempt.responseBody,
      ],
    );
  }
}
