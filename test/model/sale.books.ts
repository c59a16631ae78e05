import type { Sale } from './sale.js';

/** One of the sale's pages as the provider knows it; sums in minor units. */
export interface PageThere {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  /** Whoever has its address can pay. */
  readonly isPayable: boolean;
  readonly isHeld: boolean;
  readonly taken: number;
  readonly returned: number;
  readonly refunds: readonly { readonly refundId: string; readonly amount: number }[];
  /** News about it that has not reached the post office. */
  readonly webhooksPending: number;
}

export interface CheckoutHere {
  readonly id: string;
  readonly providerId: string | null;
  readonly status: string;
  readonly closedReason: string | null;
  readonly paid: number;
  readonly refunded: number;
  readonly captureAmount: number | null;
  /** A look has failed, and another one is to come. */
  readonly isPutOff: boolean;
  /** Somebody is at it, or would be if it were free. */
  readonly isBusy: boolean;
}

export interface RefundHere {
  readonly amount: number;
  readonly status: string;
  readonly isBusy: boolean;
}

export interface PaymentHere {
  readonly version: number;
  readonly status: string;
  readonly paid: number;
  readonly refunded: number;
  readonly review: string | null;
  readonly checkouts: readonly CheckoutHere[];
  readonly refunds: readonly RefundHere[];
}

interface Ledger {
  readonly intents: readonly {
    readonly id: string;
    readonly amount: number;
    readonly currency: string;
    readonly status: string;
    readonly payable: boolean;
    readonly refunded: number;
    readonly refunds: PageThere['refunds'];
    readonly webhooksPending: number;
    readonly charges: readonly { readonly amount: number }[];
  }[];
  readonly orders: readonly {
    readonly id: string;
    readonly amountPaise: number;
    readonly webhooksPending: number;
    readonly currency: string;
    readonly status: string;
    readonly payable: boolean;
    readonly charges: readonly { readonly amount: number }[];
  }[];
}

/** For statements whose first value is the sale's reference. */
export const OF_SALE = 'payment_id = (SELECT id FROM payments WHERE reference = $1)';
/** Nobody is at the row. */
export const IS_FREE = '(leased_until IS NULL OR leased_until <= now())';
const BUSY = '(leased_until > now() OR due_at <= now())';
// One statement, so one snapshot of all three tables.
const HERE = `
  SELECT version, status, amount_paid AS paid, amount_refunded AS refunded, review_reason AS review,
    (SELECT coalesce(json_agg(json_build_object('id', id, 'providerId', regexp_replace(provider_payment_id, '^.*/', ''),
       'status', status, 'closedReason', closed_reason, 'paid', amount_paid, 'refunded', amount_refunded,
       'captureAmount', capture_amount, 'isPutOff', failed_looks > 0 AND due_at IS NOT NULL,
       'isBusy', status = 'creating' OR look_asked_at IS NOT NULL OR coalesce(${BUSY}, false)) ORDER BY created_at, id), '[]')
     FROM checkouts WHERE payment_id = payments.id) AS checkouts,
    (SELECT coalesce(json_agg(json_build_object('amount', amount, 'status', status,
       'isBusy', coalesce(${BUSY}, false)) ORDER BY created_at, id), '[]')
     FROM refunds WHERE payment_id = payments.id) AS refunds
  FROM payments WHERE reference = $1`;

/** The payment as our tables have it. */
export async function readHere({ world, reference }: Sale): Promise<PaymentHere> {
  const [row] = await world.rows<PaymentHere>(HERE, [reference]);
  if (!row) throw new Error(`There is no payment ${reference}`);
  return { ...row, paid: Number(row.paid), refunded: Number(row.refunded) };
}

/** Every page that the provider ever made for it, known here or not. */
export async function readThere({ world, reference }: Sale): Promise<PageThere[]> {
  const { intents, orders } = await world.control<Ledger>('GET', `ledger?reference=${reference}`);
  return [
    ...intents.map(({ payable, refunded, charges, ...intent }) => ({
      ...intent,
      isPayable: payable,
      isHeld: intent.status === 'Authorized',
      taken: sumOf(charges),
      // A reversal of what was taken gives all of it back, and tells no sum.
      returned: intent.status === 'Reversed' ? sumOf(charges) : refunded,
    })),
    ...orders.map(({ amountPaise, payable, charges, ...order }) => ({
      ...order,
      amount: amountPaise,
      isPayable: payable,
      isHeld: false,
      taken: sumOf(charges),
      returned: 0,
      refunds: [],
    })),
  ];
}

export function sumOf(list: readonly { readonly amount: number }[]): number {
  return list.reduce((sum, { amount }) => sum + amount, 0);
}
