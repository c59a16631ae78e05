import type { DeliveryRecord } from '../delivery.record.js';

/** Pay orders know only the first two. */
export type OrderStatus = 'unpaid' | 'paid' | 'expired' | 'cancelled';

/** Both share one space of ids, and neither is found under the other's path. */
export type OrderProduct = 'order' | 'link';

export type PayMethod = 'upi' | 'card';

export interface OrderLine {
  readonly componentType: string;
  readonly amountPaise: number;
}

export interface OrderNote {
  readonly key: string;
  readonly value: string;
}

/** A payer who was sent to a bank or an app and has not answered yet. */
export interface PayAttempt {
  readonly id: string;
  readonly method: PayMethod;
  readonly slowBank: boolean;
}

/** Instants are ISO 8601 with milliseconds, or milliseconds where they are waited for; both on the simulator's clock. */
export interface OrderRecord {
  readonly id: string;
  /** Exists before any payment: it is part of the page's address. */
  readonly transactionId: string;
  readonly accountId: string;
  readonly product: OrderProduct;
  readonly payer: { readonly name: string; readonly phone: string; readonly email: string };
  readonly details: readonly OrderLine[];
  readonly notes: readonly OrderNote[];
  /** What Jodo only hands back, under its names on the wire. */
  readonly echoes: Readonly<Record<string, string | number | boolean>>;
  readonly collectorCode?: string;
  readonly callbackUrl?: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  status: OrderStatus;
  attempts: PayAttempt[];
  confirming?: PayAttempt & { readonly confirmsAtMs: number };
  /** There is room for a single one, so a payer cannot be charged twice. */
  payment?: {
    readonly at: string;
    readonly method: PayMethod;
    readonly amountPaise: number;
    readonly settlesAtMs: number;
  };
  settlement?: { readonly utr: string; readonly at: string };
}

export interface HookRecord {
  readonly id: string;
  readonly accountId: string;
  readonly eventCode: string;
  readonly collectorCode?: string;
  readonly url: string;
  readonly failureNotificationEmail: string;
  secretKey?: string;
  headerKey?: string;
  headerValue?: string;
  /** In a row. */
  failures: number;
  disabled: boolean;
}

export interface JodoState {
  orders: Record<string, OrderRecord>;
  hooks: Record<string, HookRecord>;
  deliveries: DeliveryRecord[];
}

export function emptyJodoState(): JodoState {
  return { orders: {}, hooks: {}, deliveries: [] };
}
