import { sameMoney, type Money } from '../common/money.js';
import type { AccountDay } from './account-day.js';

/** One line of the ERP's books: a payment by its id (a UUID here) or by its reference. */
export interface BookedEntry {
  readonly id?: string;
  readonly reference?: string;
  /** What the ERP has booked as received; undefined: not compared. */
  readonly amount?: Money;
}

/** As much of a payment as a comparison needs. */
export interface BookablePayment {
  readonly id: string;
  readonly reference: string;
  readonly amountPaid: Money;
  readonly paidAt: Date | null;
}

/** What the ERP's books and ours say of each other; every entry is in exactly one of these. */
export interface BooksDifference<Payment extends BookablePayment> {
  readonly matched: readonly Payment[];
  /** Paid that day, and of another amount. */
  readonly amounts: readonly { readonly payment: Payment; readonly given: Money }[];
  readonly unknown: readonly BookedEntry[];
  /** Named a second time, by either name. */
  readonly repeated: readonly Payment[];
  readonly otherDay: readonly Payment[];
  readonly notPaid: readonly Payment[];
}

/** Compares the ERP's entries of a day with the payments that they name. */
export function compareBooks<Payment extends BookablePayment>(
  entries: readonly BookedEntry[],
  payments: readonly Payment[],
  day: Pick<AccountDay, 'from' | 'to'>,
): BooksDifference<Payment> {
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  const byReference = new Map(payments.map((payment) => [payment.reference, payment]));
  const seen = new Set<string>();
  const matched: Payment[] = [];
  const amounts: { payment: Payment; given: Money }[] = [];
  const unknown: BookedEntry[] = [];
  const repeated: Payment[] = [];
  const otherDay: Payment[] = [];
  const notPaid: Payment[] = [];
  for (const entry of entries) {
    const payment = entry.id === undefined ? byReference.get(entry.reference ?? '') : byId.get(entry.id);
    if (!payment) unknown.push(entry);
    else if (seen.has(payment.id)) repeated.push(payment);
    else if (payment.paidAt === null) notPaid.push(payment);
    else if (payment.paidAt < day.from || payment.paidAt >= day.to) otherDay.push(payment);
    else if (entry.amount && !sameMoney(entry.amount, payment.amountPaid))
      amounts.push({ payment, given: entry.amount });
    else matched.push(payment);
    if (payment) seen.add(payment.id);
  }
  return { matched, amounts, unknown, repeated, otherDay, notPaid };
}
