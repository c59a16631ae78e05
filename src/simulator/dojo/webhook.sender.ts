import type { DeliveryRecord } from '../delivery.record.js';
import type { SimulatorContext } from '../simulator.context.js';
import { WebhookCourier, type WebhookRoute } from '../webhook.courier.js';
import { newDojoId } from './dojo.ids.js';
import type { IntentRecord } from './dojo.state.js';
import { toDojoTime } from './dojo.time.js';
import { signWebhook } from './webhook.signature.js';

/** The events an account can subscribe to. */
export const DOJO_EVENTS = ['payment_intent.created', 'payment_intent.status_updated'] as const;

/** Tells an account's subscriptions of its intents. Waits are real time: Dojo's stories end within minutes. */
export class WebhookSender {
  private readonly courier: WebhookCourier;

  constructor(private readonly simulator: SimulatorContext) {
    this.courier = new WebhookCourier(simulator, {
      deliveries: () => this.state().deliveries,
      nowMs: () => Date.now(),
      route: (delivery) => this.route(delivery),
    });
  }

  announce(intent: IntentRecord, event: (typeof DOJO_EVENTS)[number]): void {
    const subscriptions = Object.values(this.state().subscriptions).filter(
      (subscription) => subscription.accountId === intent.accountId && subscription.events.includes(event),
    );
    const eventId = newDojoId('event');
    const body = this.envelope(intent, { event, eventId });
    this.courier.announce(
      { eventId, event, paymentId: intent.id, reference: intent.request.reference, body },
      subscriptions.map(({ id }) => ({ subscriptionId: id, recipient: id })),
    );
  }

  resume(): void {
    this.courier.resume();
  }

  close(): Promise<void> {
    return this.courier.close();
  }

  private route({ subscriptionId, body }: DeliveryRecord): WebhookRoute | 'unsubscribed' {
    const subscription = this.state().subscriptions[subscriptionId];
    if (!subscription) return 'unsubscribed';
    const secret = subscription.secrets.find((candidate) => candidate.isActive)?.value ?? '';
    return { url: subscription.url, headers: { 'dojo-signature': signWebhook(body, secret) } };
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

  private state() {
    return this.simulator.store.state.dojo;
  }
}
