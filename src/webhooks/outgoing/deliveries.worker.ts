import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { toPublicId } from '../../common/ids.js';
import { Metrics } from '../../common/metrics.js';
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
import { DeliveryNotes } from './delivery-notes.js';
import { DELIVERIES_TOPIC } from './delivery-planner.worker.js';
import { nextAttemptAt } from './delivery-schedule.js';
import { Endpoint } from './endpoint.entity.js';
import { EndpointsService } from './endpoints.service.js';
import { WebhookSender, type WebhookAttempt } from './webhook-sender.js';

/** Deliveries under way at once in this process, and beyond the first to an endpoint; to one endpoint; to one that only fails. */
const SLOTS = 500;
const FURTHER_SLOTS = 250;
const PER_ENDPOINT = { working: 16, failing: 2 };

interface Outgoing {
  readonly delivery: Delivery;
  readonly event: Event;
  readonly endpoint: Endpoint;
  /** The event's envelope; one text for all endpoints of a batch. */
  readonly body: string;
  /** What signs for the endpoint now. */
  readonly secrets: readonly string[];
}

/**
 * Sends what is due and notes the answer. A crash in between sends it again: at least once, under the same id. Each
 * delivery's slot is free again when that delivery ends: none waits for the slowest of a batch.
 */
@Injectable()
export class DeliveriesWorker implements WorkerTask {
  readonly name = 'deliveries';
  readonly topic = DELIVERIES_TOPIC;
  readonly pollMs: number;
  /** Slots that come free meanwhile are given away by one claim. */
  readonly paceMs = 10;

  /** What is under way until it is noted, and how many of it an endpoint has not answered yet. */
  private readonly running = new Set<Promise<void>>();
  private readonly unanswered = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly endpoints: EndpointsService,
    private readonly sender: WebhookSender,
    private readonly notes: DeliveryNotes,
    private readonly waker: Waker,
    private readonly logger: AppLogger,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  /** Begins what there is room for. Whatever ends makes room, and wakes the loop for the next. */
  async tick(): Promise<boolean> {
    const limit = SLOTS - this.running.size;
    if (limit <= 0) return false;
    const claimed = await claimDeliveries(this.database, {
      limit,
      further: Math.max(0, FURTHER_SLOTS - this.running.size),
      perEndpoint: PER_ENDPOINT,
      leaseSeconds: this.config.leaseSeconds,
      running: this.unanswered,
    });
    for (const outgoing of await this.read(claimed)) this.begin(outgoing);
    return false;
  }

  /** Resolves when nothing is under way any more. */
  async drain(): Promise<void> {
    await Promise.all(this.running);
  }

  /** With what is to be sent and where to, as it stands now. */
  private async read(claimed: readonly Delivery[]): Promise<Outgoing[]> {
    if (claimed.length === 0) return [];
    const keysOf = (idOf: (delivery: Delivery) => string) =>
      claimed.map((delivery) => ({ accountId: delivery.accountId, mode: delivery.mode, id: idOf(delivery) }));
    const [events, endpoints] = await Promise.all([
      this.database.selectByKeys(
        Event,
        keysOf(({ eventId }) => eventId),
      ),
      this.database.selectByKeys(
        Endpoint,
        keysOf(({ endpointId }) => endpointId),
      ),
    ]);
    const written = new Map(events.map((event) => [event.id, { event, body: JSON.stringify(envelopeOf(event)) }]));
    const opened = new Map(endpoints.map((endpoint) => [endpoint.id, { endpoint, secrets: this.secretsOf(endpoint) }]));
    return claimed.map((delivery) => ({
      delivery,
      ...written.get(delivery.eventId)!,
      ...opened.get(delivery.endpointId)!,
    }));
  }

  /** None where they cannot be opened, which keeps this endpoint's messages from being sent and leaves it on record. */
  private secretsOf(endpoint: Endpoint): string[] {
    try {
      return this.endpoints.secretsOf(endpoint);
    } catch (err) {
      this.logger.error(
        { worker: this.name, endpoint: toPublicId('endpoint', endpoint.id), err },
        'secrets not opened',
      );
      return [];
    }
  }

  private begin(outgoing: Outgoing): void {
    const lease = { table: 'deliveries', row: outgoing.delivery, leaseSeconds: this.config.leaseSeconds };
    const work = whileLeased(this.database, lease, () => this.deliver(outgoing))
      .catch((err: unknown) => this.logger.error({ worker: this.name, err }, 'delivery not noted'))
      .finally(() => {
        this.running.delete(work);
        this.waker.wakeHere(this.topic);
      });
    this.running.add(work);
  }

  private async deliver(outgoing: Outgoing): Promise<void> {
    const { delivery, event } = outgoing;
    const at = this.clock.now();
    const attempt = await this.send(outgoing, at);
    const isDelivered = attempt.outcome === 'delivered';
    const dueAt = isDelivered ? null : this.nextAttempt(delivery, attempt.retryAfterSeconds);
    const status = isDelivered ? 'delivered' : dueAt ? 'due' : 'exhausted';
    const deliveredAt = isDelivered ? this.clock.now() : null;
    await this.notes.note({ delivery, attempt, at, status, dueAt, deliveredAt });
    this.metrics.deliveryAttempts.inc({ outcome: status === 'exhausted' ? 'exhausted' : attempt.outcome });
    // A delivery of a later round was asked for long after its event.
    if (deliveredAt !== null && delivery.attemptsBefore === 0) {
      this.metrics.deliveryLagSeconds.observe((deliveredAt.getTime() - event.createdAt.getTime()) / 1000);
    }
  }

  /** The endpoint may be sent the next one as soon as it has answered. */
  private async send({ delivery, event, endpoint, body, secrets }: Outgoing, at: Date): Promise<WebhookAttempt> {
    const { mode } = delivery;
    const countOf = () => this.unanswered.get(endpoint.id) ?? 0;
    this.unanswered.set(endpoint.id, countOf() + 1);
    const attempt = await this.sender.send({
      url: endpoint.url,
      mode,
      eventId: toPublicId('event', event.id),
      body,
      secrets,
      at,
    });
    if (countOf() > 1) this.unanswered.set(endpoint.id, countOf() - 1);
    else this.unanswered.delete(endpoint.id);
    this.waker.wakeHere(this.topic);
    return attempt;
  }

  private nextAttempt(delivery: Delivery, retryAfterSeconds: number | null): Date | null {
    return nextAttemptAt({
      scheduleSeconds: this.config.deliveryScheduleSeconds,
      attempts: delivery.attempts + 1 - delivery.attemptsBefore,
      retryAfterSeconds,
      now: this.clock.now(),
      random: Math.random(),
    });
  }
}
