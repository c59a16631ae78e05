import { randomUUID } from 'node:crypto';
import type { DeliveryRecord } from '../delivery.record.js';
import type { SimulatorContext } from '../simulator.context.js';
import { WebhookCourier, type WebhookRoute } from '../webhook.courier.js';
import { eventPayload } from './event.payload.js';
import { signHook } from './hook.signature.js';
import type { HookRecord, OrderRecord } from './jodo.state.js';
import { referencesOf } from './order.book.js';

/** As in production; the sandbox gives up after 10. */
const FAILURES_TO_DISABLE = 100;

/** Tells a branch's subscriptions of its orders. Waits go by the simulator's clock: Jodo's stories take days. */
export class HookSender {
  private readonly courier: WebhookCourier;

  constructor(private readonly simulator: SimulatorContext) {
    this.courier = new WebhookCourier(simulator, {
      deliveries: () => this.state().deliveries,
      nowMs: () => simulator.clock.now().getTime(),
      route: (delivery) => this.route(delivery),
      tried: (delivery, accepted) => this.countFailures(delivery, accepted),
    });
  }

  announce(order: OrderRecord, what: 'debited' | 'settled' | 'expired'): void {
    const event = `${order.product === 'link' ? 'payment_link' : 'order'}.payment.${what}`;
    const hook = this.subscriptionFor(order, event);
    if (!hook) return;
    const eventId = randomUUID();
    const body = JSON.stringify({
      event_id: eventId,
      event,
      version: '1.0',
      timestamp: Math.floor(this.simulator.clock.now().getTime() / 1000),
      payload: eventPayload(order),
    });
    const recipient = `${hook.accountId} ${hook.collectorCode ?? ''}`;
    this.courier.announce({ eventId, event, paymentId: order.id, reference: referencesOf(order.notes), body }, [
      { subscriptionId: hook.id, recipient },
    ]);
  }

  resume(): void {
    this.courier.resume();
  }

  close(): Promise<void> {
    return this.courier.close();
  }

  /** One at most. A side that names no branch means the only one there is. */
  private subscriptionFor({ accountId, collectorCode }: OrderRecord, event: string): HookRecord | undefined {
    const candidates = Object.values(this.state().hooks).filter(
      (hook) =>
        hook.accountId === accountId &&
        hook.eventCode === event &&
        (!hook.collectorCode || !collectorCode || hook.collectorCode === collectorCode),
    );
    return candidates.find((hook) => hook.collectorCode === collectorCode) ?? candidates[0];
  }

  private route({ subscriptionId, body }: DeliveryRecord): WebhookRoute | 'unsubscribed' | 'disabled' {
    const hook = this.state().hooks[subscriptionId];
    if (!hook) return 'unsubscribed';
    if (hook.disabled) return 'disabled';
    const { url, secretKey, headerKey, headerValue } = hook;
    const headers: Record<string, string> = {};
    if (secretKey) headers['x-jodo-signature'] = signHook(body, secretKey);
    if (headerKey) headers[headerKey] = headerValue ?? '';
    return { url, headers };
  }

  private countFailures({ subscriptionId }: DeliveryRecord, accepted: boolean): void {
    const hook = this.state().hooks[subscriptionId];
    if (!hook) return;
    hook.failures = accepted ? 0 : hook.failures + 1;
    if (hook.failures >= FAILURES_TO_DISABLE) hook.disabled = true;
  }

  private state() {
    return this.simulator.store.state.jodo;
  }
}
