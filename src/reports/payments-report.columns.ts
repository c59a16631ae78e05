import { toPublicId } from '../common/ids.js';
import { currencyExponent, toMajorUnits } from '../common/money.js';
import type { Mode } from '../gateways/payment-gateway.js';
import type { Customer, RecordedPayment, SettlementFact } from '../payments/payment-facts.js';
import { withoutFormulas } from './csv.js';

/** A payment as the report reads it. */
export interface ReportedPayment {
  readonly id: string;
  readonly mode: Mode;
  readonly reference: string;
  readonly status: string;
  readonly currency: string;
  readonly amount: number;
  readonly amount_paid: number;
  readonly amount_refunded: number;
  readonly connection_id: string | null;
  readonly provider: string | null;
  readonly provider_payment_ids: string | null;
  readonly created_at: Date;
  readonly paid_at: Date | null;
  readonly due_at: Date | null;
  readonly expires_at: Date | null;
  readonly booking_status: string | null;
  readonly booking_voucher: string | null;
  readonly booking_at: Date | null;
  readonly review_reason: string | null;
  readonly review_since: Date | null;
  readonly settlement: SettlementFact | null;
  readonly recorded: RecordedPayment | null;
  readonly customer: Customer;
  readonly description: string | null;
}

type Cell = string | number | null;
type Column = readonly [name: string, cellOf: (payment: ReportedPayment) => Cell];

/** Readers go by these names and their order: both stay, and what is new comes at the end. */
const COLUMNS: readonly Column[] = [
  ['id', ({ id }) => toPublicId('payment', id)],
  ['reference', ({ reference }) => withoutFormulas(reference)],
  ['mode', ({ mode }) => mode],
  ['status', ({ status }) => status],
  ['currency', ({ currency }) => currency],
  ...amountColumns('amount', ({ amount }) => amount),
  ...amountColumns('paid', ({ amount_paid }) => amount_paid),
  ...amountColumns('refunded', ({ amount_refunded }) => amount_refunded),
  ...amountColumns('net', ({ amount_paid, amount_refunded }) => amount_paid - amount_refunded),
  ['provider', ({ provider }) => provider],
  ['connectionId', ({ connection_id }) => connection_id && toPublicId('connection', connection_id)],
  ['providerPaymentId', ({ provider_payment_ids }) => textOf(provider_payment_ids)],
  ['createdAt', ({ created_at }) => instantOf(created_at)],
  ['paidAt', ({ paid_at }) => instantOf(paid_at)],
  ['dueAt', ({ due_at }) => instantOf(due_at)],
  ['expiresAt', ({ expires_at }) => instantOf(expires_at)],
  ['bookingStatus', ({ booking_status }) => booking_status],
  ['bookingVoucher', ({ booking_voucher }) => textOf(booking_voucher)],
  ['bookedAt', ({ booking_at }) => instantOf(booking_at)],
  ['reviewReason', ({ review_reason }) => review_reason],
  ['reviewSince', ({ review_since }) => instantOf(review_since)],
  ['settlementReference', ({ settlement }) => textOf(settlement?.reference)],
  ['settledAt', ({ settlement }) => settlement?.at ?? null],
  ['recordedMethod', ({ recorded }) => recorded?.method ?? null],
  ['receivedAt', ({ recorded }) => recorded?.receivedAt ?? null],
  ['customerName', ({ customer }) => textOf(customer.name)],
  ['customerEmail', ({ customer }) => textOf(customer.email)],
  ['customerExternalId', ({ customer }) => textOf(customer.externalId)],
  ['description', ({ description }) => textOf(description)],
];

export const REPORT_HEADER: readonly string[] = COLUMNS.map(([name]) => name);

export function reportCells(payment: ReportedPayment): Cell[] {
  return COLUMNS.map(([, cellOf]) => cellOf(payment));
}

/** Minor units as the API has them, and the same as people write them, to be added up by a spreadsheet. */
function amountColumns(name: string, valueOf: (payment: ReportedPayment) => number): Column[] {
  return [
    [`${name}Minor`, valueOf],
    [`${name}Major`, (payment) => majorUnits(valueOf(payment), payment.currency)],
  ];
}

/** A currency that was given up since is in no table any more: its payments are told all the same. */
function majorUnits(value: number, currency: string): string | null {
  return currencyExponent(currency) === undefined ? null : toMajorUnits({ value, currency });
}

function instantOf(at: Date | null): string | null {
  return at && at.toISOString();
}

function textOf(text: string | null | undefined): string | null {
  return typeof text === 'string' ? withoutFormulas(text) : null;
}
