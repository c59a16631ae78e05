import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { Database } from '../database/database.js';
import { csvLine } from './csv.js';
import { REPORT_HEADER, reportCells, type ReportedPayment } from './payments-report.columns.js';
import type { ReportPeriod } from './report-period.js';

/** The instant by which payments are chosen and sorted. Neither changes once it is there. */
export type ReportInstant = 'created' | 'paid';

export interface ReportAsked extends ReportPeriod {
  readonly by: ReportInstant;
}

interface Position {
  readonly at: Date;
  readonly id: string;
}

const BATCH_ROWS = 500;
const NIL_ID = '00000000-0000-0000-0000-000000000000';
const COLUMN = { created: 'created_at', paid: 'paid_at' } as const;

/**
 * Payments of a period as CSV, oldest first. Read in batches, each behind the last row of the one before: between two of
 * them nothing is held, neither a connection nor a snapshot, however slowly the report is taken. No payment is told twice
 * or passed over, since what sorts them never changes; each row is the payment at the moment its batch was read.
 */
@Injectable()
export class PaymentsReport {
  constructor(private readonly database: Database) {}

  /** The header first, then a text for each batch. */
  async *lines(caller: Caller, asked: ReportAsked): AsyncGenerator<string> {
    let position: Position = { at: asked.from, id: NIL_ID };
    let text = csvLine(REPORT_HEADER);
    for (;;) {
      const payments = await this.batch(caller, asked, position);
      yield text + payments.map((payment) => csvLine(reportCells(payment))).join('');
      const last = payments.at(-1);
      if (!last || payments.length < BATCH_ROWS) return;
      position = { at: asked.by === 'paid' ? last.paid_at! : last.created_at, id: last.id };
      text = '';
    }
  }

  private batch(
    { accountId, mode }: Caller,
    { by, to }: ReportAsked,
    { at, id }: Position,
  ): Promise<ReportedPayment[]> {
    return this.database.query<ReportedPayment>(BATCH[by], [accountId, mode, at, id, to, BATCH_ROWS]);
  }
}

const BATCH = { created: batchSorted('created'), paid: batchSorted('paid') } as const;

/**
 * Money that was taken came through the checkout that was paid, which need not be the newest, or through none where it was
 * recorded. The payments are limited before anything is joined to them.
 */
function batchSorted(by: ReportInstant): string {
  const column = COLUMN[by];
  return `
    SELECT p.id, p.mode, p.reference, p.status, p.currency, p.amount, p.amount_paid, p.amount_refunded,
      CASE WHEN p.amount_paid > 0 THEN taken.connection_id ELSE p.connection_id END AS connection_id,
      CASE WHEN p.amount_paid > 0 THEN taken.provider ELSE p.provider END AS provider,
      taken.provider_payment_ids, p.created_at, p.paid_at, p.due_at, p.expires_at,
      p.booking_status, p.booking_voucher, p.booking_at, p.review_reason, p.review_since, p.settlement, p.recorded,
      p.customer, p.description
    FROM (
      SELECT * FROM payments
      WHERE account_id = $1 AND mode = $2 AND (${column}, id) > ($3::timestamptz, $4::uuid) AND ${column} < $5
      ORDER BY ${column}, id LIMIT $6) p
    LEFT JOIN LATERAL (
      SELECT (array_agg(connection_id ORDER BY closed_at, id))[1] AS connection_id,
        (array_agg(provider ORDER BY closed_at, id))[1] AS provider,
        string_agg(provider_payment_id, ' ' ORDER BY closed_at, id) AS provider_payment_ids
      FROM checkouts c
      WHERE c.account_id = p.account_id AND c.mode = p.mode AND c.payment_id = p.id AND c.amount_paid > 0) taken ON true
    ORDER BY p.${column}, p.id`;
}
