import type { DeliveryRecord } from '../delivery.record.js';
import type { CreateIntentRequest } from './intent.request.js';

/** The whole list of Dojo's intent statuses. A declined, pending or expired one does not exist. */
export type IntentStatus = 'Created' | 'Authorized' | 'Captured' | 'Reversed' | 'Refunded' | 'Canceled';

export const INTENT_STATUSES: readonly IntentStatus[] = [
  'Created',
  'Authorized',
  'Captured',
  'Reversed',
  'Refunded',
  'Canceled',
];

/** Dojo's spelling of an amount: minor units. */
export interface DojoMoney {
  value: number;
  currencyCode: string;
}

/** A copy, so that changing an intent's amount leaves what was first asked for as it was. */
export function copyMoney({ value, currencyCode }: DojoMoney): DojoMoney {
  return { value, currencyCode };
}

export interface PaymentEventRecord {
  transactionId: string;
  at: string;
  eventType: 'AuthChallenged' | 'Authorized' | 'Captured' | 'Reversed' | 'Refunded' | 'Canceled' | 'Declined';
  cardLast4?: string;
  cardholderName?: string;
}

/** The one payment that an intent can have: there is room for a single one, so a card cannot be charged twice. */
export interface PaymentRecord {
  transactionId: string;
  cardLast4: string;
  cardholderName: string;
  authCode: string;
  at: string;
  heldValue: number;
  takenValue: number;
}

/** A card that was accepted but whose bank or holder has not answered yet. */
export interface CardAttempt {
  transactionId: string;
  cardLast4: string;
  cardholderName: string;
  slowBank: boolean;
}

export interface CaptureRecord {
  id: string;
  value: number;
  tipsValue: number;
  createdAt: string;
  /** Accepted, and the money not taken before this instant; absent once it is. */
  takenFrom?: string;
}

export interface RefundRecord {
  refundId: string;
  idempotencyKey: string;
  value: number;
  refundReason?: string;
  notes?: string;
}

/** Instants are ISO 8601 with milliseconds; the wire adds Dojo's further digits. */
export interface IntentRecord {
  readonly id: string;
  readonly accountId: string;
  readonly request: CreateIntentRequest;
  readonly requestedAmount: DojoMoney;
  readonly createdAt: string;
  readonly expireAt: string;
  amount: DojoMoney;
  status: IntentStatus;
  updatedAt: string;
  refundedValue: number;
  paymentEvents: PaymentEventRecord[];
  captures: CaptureRecord[];
  refunds: RefundRecord[];
  /** The last refund met the scenario `refund_fails`. */
  moneyBackRefused?: boolean;
  payment?: PaymentRecord;
  challenges: CardAttempt[];
  /** A slow bank: the instant is wall-clock, untouched by the moved clock. */
  confirming?: CardAttempt & { settleAtMs: number };
}

export interface SubscriptionRecord {
  readonly id: string;
  readonly accountId: string;
  readonly createdAt: string;
  updatedAt: string;
  events: string[];
  url: string;
  description?: string;
  secrets: { id: string; value: string; createdAt: string; isActive: boolean }[];
}

export interface DojoState {
  intents: Record<string, IntentRecord>;
  subscriptions: Record<string, SubscriptionRecord>;
  deliveries: DeliveryRecord[];
}

export function emptyDojoState(): DojoState {
  return { intents: {}, subscriptions: {}, deliveries: [] };
}
