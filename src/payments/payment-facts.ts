import type { Money } from '../common/money.js';

export interface Customer {
  readonly name: string | null;
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** The ERP's own number of the customer. */
  readonly externalId: string | null;
}

export interface PaymentItem {
  readonly description: string;
  readonly quantity: number;
  readonly amount: Money;
  readonly code: string | null;
}

export interface LastDecline {
  readonly at: string;
  readonly code: string | null;
  readonly message: string | null;
}

export interface SettlementFact {
  readonly status: 'settled';
  readonly reference: string;
  readonly at: string;
}

export const RECORD_METHODS = ['cash', 'bank_transfer', 'other'] as const;

/** What the ERP says of money that came to it by another way. */
export interface RecordedPayment {
  readonly method: (typeof RECORD_METHODS)[number];
  readonly receivedAt: string;
  readonly note: string | null;
}

export const REVIEW_REASONS = [
  'late_payment',
  'surplus',
  'amount_mismatch',
  'currency_mismatch',
  'reference_mismatch',
  'unrecognised_status',
  'missing_at_provider',
  'outcome_unknown',
  'refund_failed',
] as const;

export type ReviewReason = (typeof REVIEW_REASONS)[number];

export type BookingStatus = 'unbooked' | 'posted' | 'rejected';
