import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { toPublicId } from '../../common/ids.js';
import { AppConfig } from '../../config/app-config.js';
import { AppLogger } from '../../common/app-logger.js';
import { Database } from '../../database/database.js';
import { whileLeased } from '../../database/lease.js';
import { Waker } from '../../database/waker.js';
import type { WorkerTask } from '../../database/worker-loop.js';
import { envelopeOf } from '../../events/event-envelope.js';
import { Event } from '../../events/event.entity.js';
import { claimDeliveries } from './claim-deliveries.js';
import type { Delivery } from './delivery.entity.js';
import { DELIVERIES_TOPIC } from './delivery-planner.worker.js';
import { nextAttemptAt } from './delivery-schedule.js';
import { Endpoint } from './endpoint.entity.js';
import { EndpointsService } from './endpoints.service.js';
import { WebhookSender, type WebhookAttempt } from './webhook-sender.js';

/** Deliveries under way at once, in this process. */
const SLOTS = 60;
const SLOTS_PER_ENDPOINT = 15;

/**
 * Sends what is due and notes the answer. A crash in between sends it again: at least once, under the same id. Each
 * delivery's slot is free again when that delivery ends: none waits for the slowest of a batch.
 */
@Injectable()
export class DeliveriesWorker implements WorkerTask {
  readonly name = 'deliveries';
  readonly topic = DELIVERIES_TOPIC;
  readonly pollMs: number;

  private readonly running = new Map<Promise<void>, string>();

  constructor(
    private readonly database: Database,
    private readonly endpoints: EndpointsService,
    private readonly sender: WebhookSender,
    private readonly waker: Waker,
    private readonly logger: AppLogger,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  /** Begins what there is room for. Whatever ends makes room, and wakes the loop for the next. */
  async tick(): Promise<boolean> {
    const limit = SLOTS - this.running.size;
    if (limit === 0) return false;
    const due = await claimDeliveries(this.database, {
      limit,
      perEndpoint: SLOTS_PER_ENDPOINT,
      leaseSeconds: this.config.leaseSeconds,
      running: this.runningByEndpoint(),
    });
    for (const delivery of due) this.begin(delivery);
    return false;
  }

  /** Resolves when nothing is under way any more. */
  async drain(): Promise<void> {
    await Promise.all(this.running.keys());
  }

  private runningByEndpoint(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const endpointId of this.running.values()) counts.set(endpointId, (counts.get(endpointId) ?? 0) + 1);
    return counts;
  }

  private begin(delivery: Delivery): void {
    const lease = { table: 'deliveries', row: delivery, leaseSeconds: this.config.leaseSeconds };
    const work = whileLeased(this.database, lease, () => this.deliver(delivery))
      .catch((err: unknown) => this.logger.error({ worker: this.name, err }, 'delivery not noted'))
      .finally(() => {
        this.running.delete(work);
        this.waker.wakeHere(this.topic);
      });
    this.running.set(work, delivery.endpointId);
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
