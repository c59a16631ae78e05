import { Agent, request } from 'undici';
import type { PendingScenario } from '../scenario.catalogue.js';
import type { SimulatorContext } from '../simulator.context.js';
import { newDojoId } from './dojo.ids.js';
import { toDojoTime } from './dojo.time.js';
import type { DeliveryRecord, IntentRecord, SubscriptionRecord } from './dojo.state.js';
import { signWebhook } from './webhook.signature.js';

/** The events an account can subscribe to. */
export const DOJO_EVENTS = ['payment_intent.created', 'payment_intent.status_updated'] as const;

const ATTEMPT_TIMEOUT_MS = 5000;
const DEFAULT_DELAY_MS = { webhook_late: 90_000, return_before_webhook: 1500, webhooks_swapped: 30_000 } as const;

/** Sends events to subscribers: at least once, one event id over all tries, in no promised order. */
export class WebhookSender {
  private readonly agent = new Agent();
  private readonly closing = new AbortController();

  constructor(private readonly simulator: SimulatorContext) {}

  announce(intent: IntentRecord, event: (typeof DOJO_EVENTS)[number]): void {
    const subscriptions = Object.values(this.simulator.store.state.dojo.subscriptions).filter(
      (subscription) => subscription.accountId === intent.accountId && subscription.events.includes(event),
    );
    if (subscriptions.length === 0) return;
    const { id: intentId, request: asked } = intent;
    const scenario = this.simulator.scenarios.take('webhook', { intentId, reference: asked.reference, event });
    const eventId = newDojoId('event');
    const body = this.envelope(intent, { event, eventId });
    for (const { id: subscriptionId } of subscriptions) {
      this.enqueue({ eventId, event, intentId, subscriptionId, body }, scenario);
    }
  }

  /** Goes on with the deliveries that a restart interrupted. */
  resume(): void {
    for (const delivery of this.deliveries()) if (delivery.outcome === 'pending') this.schedule(delivery);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.agent.destroy();
  }

  private enqueue(
    message: Pick<DeliveryRecord, 'eventId' | 'event' | 'intentId' | 'subscriptionId' | 'body'>,
    scenario: PendingScenario | undefined,
  ): void {
    const lost = scenario?.name === 'webhook_lost';
    const copies = scenario?.name === 'webhook_twice' ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const delivery: DeliveryRecord = {
        id: newDojoId('delivery'),
        ...message,
        outcome: lost ? 'lost' : 'pending',
        held: scenario?.name === 'webhooks_swapped',
        nextAttemptAtMs: lost ? null : Date.now() + delayOf(scenario),
        attempts: [],
      };
      this.deliveries().push(delivery);
      if (!lost) this.schedule(delivery);
    }
  }

  private schedule(delivery: DeliveryRecord): void {
    this.simulator.timers.at(`webhook ${delivery.id}`, delivery.nextAttemptAtMs ?? 0, () => this.attempt(delivery));
  }

  private async attempt(delivery: DeliveryRecord): Promise<void> {
    // What a subscriber is told must survive a crash of the teller.
    await this.simulator.store.save();
    const subscription = this.simulator.store.state.dojo.subscriptions[delivery.subscriptionId];
    if (!subscription) {
      this.finish(delivery, 'unsubscribed');
    } else {
      const result = await this.post(delivery, subscription);
      // Cut off by our own shutdown: the try is repeated after the restart. Forgotten meanwhile: nothing to go on with.
      if (this.closing.signal.aborted || !this.deliveries().includes(delivery)) return;
      delivery.attempts.push({ at: this.simulator.clock.now().toISOString(), ...result });
      this.conclude(delivery);
      this.releaseOvertaken(delivery);
    }
    this.simulator.store.touch();
    await this.simulator.store.save();
  }

  private async post(
    delivery: DeliveryRecord,
    subscription: SubscriptionRecord,
  ): Promise<{ status?: number; error?: string }> {
    const secret = subscription.secrets.find((candidate) => candidate.isActive)?.value ?? '';
    try {
      const { statusCode, body } = await request(subscription.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'dojo-signature': signWebhook(delivery.body, secret) },
        body: delivery.body,
        dispatcher: this.agent,
        signal: AbortSignal.any([AbortSignal.timeout(ATTEMPT_TIMEOUT_MS), this.closing.signal]),
      });
      await body.dump();
      return { status: statusCode };
    } catch (error) {
      return { error: error instanceof Error ? error.message || error.name : String(error) };
    }
  }

  private conclude(delivery: DeliveryRecord): void {
    const status = delivery.attempts.at(-1)?.status ?? 0;
    const waitMs = this.simulator.retryScheduleMs[delivery.attempts.length - 1];
    if (status >= 200 && status < 300) this.finish(delivery, 'delivered');
    else if (waitMs === undefined) this.finish(delivery, 'exhausted');
    else {
      delivery.nextAttemptAtMs = Date.now() + waitMs;
      this.schedule(delivery);
    }
  }

  private finish(delivery: DeliveryRecord, outcome: DeliveryRecord['outcome']): void {
    delivery.outcome = outcome;
    delivery.nextAttemptAtMs = null;
  }

  private releaseOvertaken(overtaker: DeliveryRecord): void {
    for (const delivery of this.deliveries()) {
      const sameStory =
        delivery.intentId === overtaker.intentId && delivery.subscriptionId === overtaker.subscriptionId;
      if (!delivery.held || delivery.outcome !== 'pending' || !sameStory || delivery === overtaker) continue;
      delivery.held = false;
      delivery.nextAttemptAtMs = Date.now();
      this.schedule(delivery);
    }
  }

  private envelope(intent: IntentRecord, { event, eventId }: { event: string; eventId: string }): string {
    return JSON.stringify({
      id: eventId,
      event,
      accountId: intent.accountId,
      createdAt: toDojoTime(this.simulator.clock.now().toISOString()),
      data: {
        paymentIntentId: intent.id,
        paymentStatus: intent.status,
        captureMode: intent.request.captureMode ?? 'Auto',
      },
    });
  }

  private deliveries(): DeliveryRecord[] {
    return this.simulator.store.state.dojo.deliveries;
  }
}

function delayOf(scenario: PendingScenario | undefined): number {
  if (!scenario) return 0;
  const { name, options } = scenario;
  return options.delayMs ?? (name in DEFAULT_DELAY_MS ? DEFAULT_DELAY_MS[name as keyof typeof DEFAULT_DELAY_MS] : 0);
}
