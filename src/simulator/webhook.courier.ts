import { randomBytes } from 'node:crypto';
import { Agent, request } from 'undici';
import type { DeliveryRecord } from './delivery.record.js';
import type { PendingScenario } from './scenario.catalogue.js';
import type { ScenarioTarget } from './scenarios.js';
import type { SimulatorContext } from './simulator.context.js';

const ATTEMPT_TIMEOUT_MS = 5000;
const DEFAULT_DELAY_MS = { webhook_late: 90_000, return_before_webhook: 1500, webhooks_swapped: 30_000 } as const;

export interface WebhookRoute {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a provider decides about its deliveries. */
export interface WebhookDesk {
  deliveries(): DeliveryRecord[];
  /** The subscription's address and signature as of now, or why there is none (any more). */
  route(delivery: DeliveryRecord): WebhookRoute | 'unsubscribed' | 'disabled';
  /** The clock by which waits are measured. */
  nowMs(): number;
  /** Told after each try. */
  tried?(delivery: DeliveryRecord, accepted: boolean): void;
}

export interface WebhookMessage {
  readonly eventId: string;
  readonly event: string;
  readonly paymentId: string;
  readonly body: string;
  readonly reference: ScenarioTarget['reference'];
}

/** Carries events to subscribers: at least once, one event id over all tries, in no promised order. */
export class WebhookCourier {
  private readonly agent = new Agent();
  private readonly closing = new AbortController();
  private readonly underway = new Set<string>();

  constructor(
    private readonly simulator: SimulatorContext,
    private readonly desk: WebhookDesk,
  ) {}

  announce(
    { reference, ...message }: WebhookMessage,
    addressees: readonly Pick<DeliveryRecord, 'subscriptionId' | 'recipient'>[],
  ): void {
    if (addressees.length === 0) return;
    const target = { intentId: message.paymentId, reference, event: message.event };
    const scenario = this.simulator.scenarios.take('webhook', target);
    for (const addressee of addressees) this.enqueue({ ...message, ...addressee }, scenario);
  }

  /** Goes on with what a restart interrupted, or sends what a moved clock has made due. */
  resume(): void {
    for (const delivery of this.desk.deliveries()) {
      if (delivery.outcome === 'pending' && !this.underway.has(delivery.id)) this.schedule(delivery);
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.agent.destroy();
  }

  private enqueue(
    message: Omit<DeliveryRecord, 'id' | 'outcome' | 'held' | 'nextAttemptAtMs' | 'attempts'>,
    scenario: PendingScenario | undefined,
  ): void {
    const lost = scenario?.name === 'webhook_lost' || scenario?.name === 'only_settled_webhook';
    const copies = scenario?.name === 'webhook_twice' ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const delivery: DeliveryRecord = {
        id: `dlv_${randomBytes(16).toString('base64url')}`,
        ...message,
        outcome: lost ? 'lost' : 'pending',
        held: scenario?.name === 'webhooks_swapped',
        nextAttemptAtMs: lost ? null : this.desk.nowMs() + delayOf(scenario),
        attempts: [],
      };
      this.desk.deliveries().push(delivery);
      if (!lost) this.schedule(delivery);
    }
    this.simulator.store.touch();
  }

  private schedule(delivery: DeliveryRecord): void {
    const waitMs = (delivery.nextAttemptAtMs ?? 0) - this.desk.nowMs();
    this.simulator.timers.at(`webhook ${delivery.id}`, Date.now() + waitMs, () => this.attempt(delivery));
  }

  private async attempt(delivery: DeliveryRecord): Promise<void> {
    // A clock that jumped over the longest wait must not let it leave together with the one that is to overtake it.
    if (delivery.held && this.hasOvertaker(delivery)) return;
    this.underway.add(delivery.id);
    try {
      await this.deliver(delivery);
    } finally {
      this.underway.delete(delivery.id);
    }
    // Only now, since a repeated try must not be taken for the one under way.
    if (delivery.outcome === 'pending' && this.isKnown(delivery)) this.schedule(delivery);
    await this.simulator.store.save();
  }

  private async deliver(delivery: DeliveryRecord): Promise<void> {
    // On its way now, and so past being held.
    delivery.held = false;
    // What a subscriber is told must survive a crash of the teller.
    await this.simulator.store.save();
    const route = this.desk.route(delivery);
    if (typeof route === 'string') {
      this.finish(delivery, route);
    } else {
      const result = await this.post(delivery, route);
      // Cut off by our own shutdown: the try is repeated after the restart. Forgotten meanwhile: nothing to go on with.
      if (this.closing.signal.aborted || !this.isKnown(delivery)) return;
      delivery.attempts.push({ at: this.simulator.clock.now().toISOString(), ...result });
      this.conclude(delivery);
      this.releaseOvertaken(delivery);
    }
    this.simulator.store.touch();
  }

  private async post(delivery: DeliveryRecord, route: WebhookRoute): Promise<{ status?: number; error?: string }> {
    try {
      const { statusCode, body } = await request(route.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...route.headers },
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
    const accepted = status >= 200 && status < 300;
    const waitMs = this.simulator.retryScheduleMs[delivery.attempts.length - 1];
    if (accepted) this.finish(delivery, 'delivered');
    else if (waitMs === undefined) this.finish(delivery, 'exhausted');
    else delivery.nextAttemptAtMs = this.desk.nowMs() + waitMs;
    this.desk.tried?.(delivery, accepted);
  }

  private finish(delivery: DeliveryRecord, outcome: DeliveryRecord['outcome']): void {
    delivery.outcome = outcome;
    delivery.nextAttemptAtMs = null;
  }

  private releaseOvertaken(overtaker: DeliveryRecord): void {
    for (const delivery of this.desk.deliveries()) {
      if (!delivery.held || delivery.outcome !== 'pending' || !sameStory(delivery, overtaker)) continue;
      delivery.held = false;
      delivery.nextAttemptAtMs = this.desk.nowMs();
      this.schedule(delivery);
    }
  }

  private hasOvertaker(held: DeliveryRecord): boolean {
    return this.desk.deliveries().some((other) => other.outcome === 'pending' && !other.held && sameStory(other, held));
  }

  private isKnown(delivery: DeliveryRecord): boolean {
    return !this.closing.signal.aborted && this.desk.deliveries().includes(delivery);
  }
}

function sameStory(one: DeliveryRecord, other: DeliveryRecord): boolean {
  return one !== other && one.paymentId === other.paymentId && one.recipient === other.recipient;
}

function delayOf(scenario: PendingScenario | undefined): number {
  if (!scenario) return 0;
  const { name, options } = scenario;
  return options.delayMs ?? (name in DEFAULT_DELAY_MS ? DEFAULT_DELAY_MS[name as keyof typeof DEFAULT_DELAY_MS] : 0);
}
