import { toPublicId } from '../../common/ids.js';
import { MoneySumDto } from '../../common/money.dto.js';
import type { PaymentStatus } from '../../payments/payment-status.js';
import type { AccountDay } from '../account-day.js';
import type { ComparedBooks, ComparedPayment } from '../books-comparison.service.js';
import type { BookedEntry } from '../erp-books.js';

/** Of each kind, so many are shown. */
export const MAX_SHOWN = 200;

export class ComparedPaymentDto {
  /** @example 'pay_01h455vb4pex5vsknk084sn02q' */
  id: string;
  reference: string;
  status: PaymentStatus;
  amountPaid: MoneySumDto;
  amountRefunded: MoneySumDto;
  paidAt: string | null;
}

export class OtherAmountDto extends ComparedPaymentDto {
  /** What your books say. */
  given: MoneySumDto;
}

export class UnknownEntryDto {
  /** As you named it. */
  id: string | null;
  reference: string | null;
}

export class ComparedPaymentsDto {
  /** All of them. */
  count: number;
  /** The first 200. */
  data: ComparedPaymentDto[];
}

export class OtherAmountsDto {
  /** All of them. */
  count: number;
  /** The first 200. */
  data: OtherAmountDto[];
}

export class UnknownEntriesDto {
  /** All of them. */
  count: number;
  /** The first 200. */
  data: UnknownEntryDto[];
}

/** Where your books of a day and Dunlin differ. Every payment that you named is in exactly one of the groups, or matched. */
export class BooksDifferenceDto {
  object: 'books_difference';
  /** @example '2026-11-20' */
  date: string;
  /**
   * How many you named.
   * @example 1
   */
  given: number;
  /**
   * Paid that day on both sides, and of the same amount where you gave one.
   * @example 1
   */
  matched: number;
  /** Nothing differs. */
  isEqual: boolean;
  /** Paid that day, and not among yours. */
  missingInErp: ComparedPaymentsDto;
  /** Yours, and not known here in this account and mode. */
  unknown: UnknownEntriesDto;
  /** Yours, and paid on another day. */
  otherDay: ComparedPaymentsDto;
  /** Yours, and not paid. */
  notPaid: ComparedPaymentsDto;
  /** Paid that day, and of another amount than yours. */
  amounts: OtherAmountsDto;
  /** Named by you more than once: booked twice? */
  repeated: ComparedPaymentsDto;

  static from({ date }: AccountDay, { given, books }: { given: number; books: ComparedBooks }): BooksDifferenceDto {
    const { matched, missing, missingCount, unknown, otherDay, notPaid, amounts, repeated } = books;
    return {
      object: 'books_difference',
      date,
      given,
      matched: matched.length,
      isEqual: matched.length === given && missingCount === 0,
      missingInErp: { count: missingCount, data: missing.map(shown) },
      unknown: firstOf(unknown, entryOf),
      otherDay: firstOf(otherDay, shown),
      notPaid: firstOf(notPaid, shown),
      amounts: firstOf(amounts, ({ payment, given: said }) => ({ ...shown(payment), given: said })),
      repeated: firstOf(repeated, shown),
    };
  }
}

function shown({ id, reference, status, amountPaid, amountRefunded, paidAt }: ComparedPayment) {
  return {
    id: toPublicId('payment', id),
    reference,
    status,
    amountPaid,
    amountRefunded: { value: amountRefunded, currency: amountPaid.currency },
    paidAt: paidAt?.toISOString() ?? null,
  };
}

function firstOf<From, To>(rows: readonly From[], show: (row: From) => To): { count: number; data: To[] } {
  return { count: rows.length, data: rows.slice(0, MAX_SHOWN).map((row) => show(row)) };
}

function entryOf({ id, reference }: BookedEntry): UnknownEntryDto {
  return { id: id === undefined ? null : toPublicId('payment', id), reference: reference ?? null };
}
