import type { SimulatorContext } from '../simulator.context.js';
import { newDojoId } from './dojo.ids.js';
import { parseTimespanMs } from './dojo.time.js';
import {
  type CaptureRecord,
  copyMoney,
  type IntentRecord,
  type IntentStatus,
  type PaymentEventRecord,
} from './dojo.state.js';
import type { CreateIntentRequest } from './intent.request.js';
import type { WebhookSender } from './webhook.sender.js';

const DEFAULT_LIFE_SECONDS = 30 * 24 * 3600;

/** The payment intents, always as of now: what has expired is closed before anyone sees it. */
export class IntentBook {
  constructor(
    private readonly simulator: SimulatorContext,
    private readonly webhooks: WebhookSender,
  ) {}

  /** Not idempotent, as at Dojo: the same request twice makes two payable intents. */
  create(accountId: string, request: CreateIntentRequest): IntentRecord {
    const now = this.now();
    const expireAt = request.expireAt
      ? new Date(request.expireAt)
      : this.simulator.clock.inSeconds(DEFAULT_LIFE_SECONDS);
    const intent: IntentRecord = {
      id: newDojoId('intent'),
      accountId,
      request,
      requestedAmount: copyMoney(request.amount),
      amount: copyMoney(request.amount),
      createdAt: now,
      updatedAt: now,
      expireAt: expireAt.toISOString(),
      status: 'Created',
      refundedValue: 0,
      paymentEvents: [],
      captures: [],
      refunds: [],
      challenges: [],
    };
    this.intents()[intent.id] = intent;
    this.webhooks.announce(intent, 'payment_intent.created');
    this.simulator.store.touch();
    return intent;
  }

  find(intentId: string): IntentRecord | undefined {
    const intent = Object.hasOwn(this.intents(), intentId) ? this.intents()[intentId] : undefined;
    if (intent) this.bringUpToDate(intent);
    return intent;
  }

  /** In the order of their making; those of one reference, where one is given. */
  all(reference?: string): IntentRecord[] {
    const intents = Object.values(this.intents()).filter(
      ({ request }) => reference === undefined || request.reference === reference,
    );
    for (const intent of intents) this.bringUpToDate(intent);
    return intents;
  }

  /** The only place where a status changes; every change is announced. */
  move(intent: IntentRecord, status: IntentStatus): void {
    intent.status = status;
    this.note(intent);
    this.webhooks.announce(intent, 'payment_intent.status_updated');
  }

  /** Something about the intent changed, and perhaps its story goes on with one event. */
  note(intent: IntentRecord, event?: Omit<PaymentEventRecord, 'at'>): void {
    intent.updatedAt = this.now();
    if (event) intent.paymentEvents.push({ ...event, at: intent.updatedAt });
    this.simulator.store.touch();
  }

  now(): string {
    return this.simulator.clock.now().toISOString();
  }

  private bringUpToDate(intent: IntentRecord): void {
    const nowMs = this.simulator.clock.now().getTime();
    this.endSlowCaptures(intent, nowMs);
    if (intent.status === 'Created' && nowMs >= Date.parse(intent.expireAt)) {
      this.move(intent, 'Canceled');
    } else if (intent.status === 'Authorized' && nowMs >= authorizationEndsAtMs(intent)) {
      this.endAuthorization(intent);
    }
  }

  private endSlowCaptures(intent: IntentRecord, nowMs: number): void {
    for (const capture of intent.captures) {
      if (capture.takenFrom === undefined || nowMs < Date.parse(capture.takenFrom)) continue;
      delete capture.takenFrom;
      intent.payment!.takenValue += capturedValue(capture);
      this.move(intent, intent.status);
    }
  }

  private endAuthorization(intent: IntentRecord): void {
    if (!intent.payment) return;
    const captures = intent.request.autoExpireAction === 'Capture';
    if (captures) intent.payment.takenValue = intent.payment.heldValue;
    const { transactionId } = intent.payment;
    this.note(intent, { transactionId, eventType: captures ? 'Captured' : 'Reversed' });
    this.move(intent, captures ? 'Captured' : 'Reversed');
  }

  private intents(): Record<string, IntentRecord> {
    return this.simulator.store.state.dojo.intents;
  }
}

/** Amount plus tips, cashback and service charge, in minor units: what the payer's card is charged. */
export function totalValue(intent: IntentRecord): number {
  const { tipsAmount, cashbackAmount, serviceChargeAmount } = intent.request;
  const extras = [tipsAmount, cashbackAmount, serviceChargeAmount].map((extra) => extra?.value ?? 0);
  return extras.reduce((sum, value) => sum + value, intent.amount.value);
}

export function capturedValue({ value, tipsValue }: CaptureRecord): number {
  return value + tipsValue;
}

function authorizationEndsAtMs(intent: IntentRecord): number {
  const lifeMs = parseTimespanMs(intent.request.autoExpireIn ?? '') ?? Number.POSITIVE_INFINITY;
  return intent.payment ? Date.parse(intent.payment.at) + lifeMs : Number.POSITIVE_INFINITY;
}
