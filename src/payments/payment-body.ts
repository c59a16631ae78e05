import { toPublicId } from '../common/ids.js';
import type { Money } from '../common/money.js';
import type { Customer, LastDecline, PaymentItem, RecordedPayment, SettlementFact } from './payment-facts.js';
import type { PaymentColumns } from './payment.columns.js';

/** A payment as its own row tells it: what events carry, and the API adds its checkout and links to. */
export interface PaymentBody {
  readonly id: string;
  readonly object: 'payment';
  readonly mode: 'sandbox' | 'live';
  readonly reference: string;
  readonly amount: Money;
  readonly amountPaid: Money;
  readonly amountRefunded: Money;
  readonly status: string;
  readonly lastDecline: LastDecline | null;
  readonly review: { readonly reason: string; readonly since: string } | null;
  readonly description: string | null;
  readonly customer: Customer;
  readonly items: readonly PaymentItem[];
  readonly capture: 'automatic' | 'manual';
  readonly captureBefore: string | null;
  readonly connectionId: string | null;
  readonly provider: string | null;
  readonly returnUrl: string | null;
  readonly expiresAt: string | null;
  readonly dueAt: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly booking: {
    readonly status: 'unbooked' | 'posted' | 'rejected' | null;
    readonly voucher: string | null;
    readonly reason: string | null;
    readonly at: string | null;
  };
  readonly settlement: SettlementFact | null;
  readonly recorded: RecordedPayment | null;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly paidAt: string | null;
}

export function paymentBody(payment: PaymentColumns): PaymentBody {
  const { currency } = payment;
  return {
    id: toPublicId('payment', payment.id),
    object: 'payment',
    mode: payment.mode,
    reference: payment.reference,
    amount: { value: payment.amount, currency },
    amountPaid: { value: payment.amountPaid, currency },
    amountRefunded: { value: payment.amountRefunded, currency },
    status: payment.status,
    lastDecline: payment.lastDecline,
    review:
      payment.reviewReason && payment.reviewSince
        ? { reason: payment.reviewReason, since: payment.reviewSince.toISOString() }
        : null,
    description: payment.description,
    customer: payment.customer,
    items: payment.items,
    capture: payment.capture,
    captureBefore: instant(payment.captureBefore),
    connectionId: payment.connectionId && toPublicId('connection', payment.connectionId),
    provider: payment.provider,
    returnUrl: payment.returnUrl,
    expiresAt: instant(payment.expiresAt),
    dueAt: instant(payment.dueAt),
    metadata: payment.metadata,
    booking: {
      status: payment.bookingStatus,
      voucher: payment.bookingVoucher,
      reason: payment.bookingReason,
      at: instant(payment.bookingAt),
    },
    settlement: payment.settlement,
    recorded: payment.recorded,
    version: payment.version,
    createdAt: payment.createdAt.toISOString(),
    updatedAt: payment.updatedAt.toISOString(),
    paidAt: instant(payment.paidAt),
  };
}

function instant(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
