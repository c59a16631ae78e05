import { Injectable } from '@nestjs/common';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import type { PaymentStatus } from '../payments/payment-status.js';
import type { AccountDay } from './account-day.js';
import { compareBooks, type BookablePayment, type BookedEntry, type BooksDifference } from './erp-books.js';

export interface ComparedPayment extends BookablePayment {
  readonly status: PaymentStatus;
  readonly amountRefunded: number;
}

export interface ComparedBooks extends BooksDifference<ComparedPayment> {
  /** How many were paid that day and are not in the ERP's books. */
  readonly missingCount: number;
  /** The first of them, by id. */
  readonly missing: readonly ComparedPayment[];
}

type Owner = Pick<RowKey, 'accountId' | 'mode'>;

interface Row {
  readonly id: string;
  readonly reference: string;
  readonly status: PaymentStatus;
  readonly currency: string;
  readonly amount_paid: string;
  readonly amount_refunded: string;
  readonly paid_at: Date | null;
}

const BATCH = 5000;
const STATEMENT_TIMEOUT_MS = 30_000;

/** Compares an ERP's books of a day with ours, on one snapshot of the database. */
@Injectable()
export class BooksComparison {
  constructor(private readonly transactor: Transactor) {}

  /** Of those that are missing in the ERP's books, only the first `shown` are read. */
  compare(
    owner: Owner,
    { day, entries, shown }: { day: AccountDay; entries: readonly BookedEntry[]; shown: number },
  ): Promise<ComparedBooks> {
    return this.transactor.read({ statementTimeoutMs: STATEMENT_TIMEOUT_MS }, async (tx) => {
      const ids = entries.flatMap(({ id }) => id ?? []);
      const references = entries.flatMap(({ id, reference }) => (id === undefined ? (reference ?? []) : []));
      const named = [
        ...(await this.read(tx, owner, { column: 'id', type: 'uuid', values: ids })),
        ...(await this.read(tx, owner, { column: 'reference', type: 'text', values: references })),
      ];
      const difference = compareBooks(entries, named, day);
      const booked = new Set(
        [...difference.matched, ...difference.amounts.map(({ payment }) => payment)].map(({ id }) => id),
      );
      const missingIds = (await this.paidThatDay(tx, owner, day)).filter((id) => !booked.has(id));
      const missing = await this.read(tx, owner, { column: 'id', type: 'uuid', values: missingIds.slice(0, shown) });
      return { ...difference, missingCount: missingIds.length, missing };
    });
  }

  private async paidThatDay(tx: Sql, { accountId, mode }: Owner, { from, to }: AccountDay): Promise<readonly string[]> {
    const [row] = await tx.query<{ ids: readonly string[] | null }>(
      `SELECT array_agg(id ORDER BY id) AS ids FROM payments
       WHERE account_id = $1 AND mode = $2 AND paid_at >= $3 AND paid_at < $4`,
      [accountId, mode, from, to],
    );
    return row?.ids ?? [];
  }

  private async read(
    tx: Sql,
    { accountId, mode }: Owner,
    { column, type, values }: { column: 'id' | 'reference'; type: 'uuid' | 'text'; values: readonly string[] },
  ): Promise<ComparedPayment[]> {
    const found: ComparedPayment[] = [];
    for (let start = 0; start < values.length; start += BATCH) {
      const rows = await tx.query<Row>(
        `SELECT id, reference, status, currency, amount_paid, amount_refunded, paid_at FROM payments
         WHERE account_id = $1 AND mode = $2 AND ${column} = ANY ($3::${type}[]) ORDER BY ${column}`,
        [accountId, mode, values.slice(start, start + BATCH)],
      );
      found.push(...rows.map(paymentOf));
    }
    return found;
  }
}

function paymentOf(row: Row): ComparedPayment {
  const { id, reference, status, currency, paid_at: paidAt } = row;
  return {
    id,
    reference,
    status,
    paidAt,
    amountPaid: { value: Number(row.amount_paid), currency },
    amountRefunded: Number(row.amount_refunded),
  };
}
