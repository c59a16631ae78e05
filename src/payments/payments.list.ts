import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { Cursors } from '../common/cursor.js';
import { Database } from '../database/database.js';
import { ListQuery, NEWEST_FIRST, type Page } from '../database/list-query.js';
import type { ListPaymentsDto } from './dto/payment-list.dto.js';
import { Payment } from './payment.entity.js';

/** Two processes may disagree about the time, though never by so much. */
const CLOCKS_DIFFER_MS = 24 * 3600_000;

/** Payments by what an ERP looks for, newest first. Migration 0006 has an index for every filter. */
@Injectable()
export class PaymentsList {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  /** Throws `validation_failed` for a cursor of another list. */
  page(caller: Caller, { limit, cursor, ...filters }: ListPaymentsDto): Promise<Page<Payment>> {
    const { accountId, mode } = caller;
    return this.queryOf(caller, filters).page(this.database, Payment, {
      order: NEWEST_FIRST,
      cursors: this.cursors,
      scope: { route: 'GET /v1/payments', accountId, mode, filters },
      page: { limit, cursor },
    });
  }

  private queryOf(caller: Caller, filters: Omit<ListPaymentsDto, 'limit' | 'cursor'>): ListQuery {
    const query = new ListQuery(caller, 'payments')
      .equal('reference', filters.reference)
      .equal('status', filters.status)
      .equal('booking_status', filters.booking)
      .from('created_at', filters.createdFrom)
      .before('created_at', filters.createdTo)
      .from('paid_at', filters.paidFrom)
      .before('paid_at', filters.paidTo);
    // Nothing is paid before it is created: PostgreSQL need not begin with the newest to find what was paid last spring.
    if (filters.paidTo !== undefined) query.before('created_at', later(filters.paidTo, CLOCKS_DIFFER_MS));
    if (filters.review === 'any') query.that('review_reason IS NOT NULL');
    else query.equal('review_reason', filters.review);
    if (filters.customerEmail !== undefined) {
      query.where((place) => `lower(customer ->> 'email') = lower(${place})`, filters.customerEmail);
    }
    if (filters.metadata !== undefined) {
      // The second condition is the index's own, which PostgreSQL does not infer from the first.
      query.where(
        (place) => `metadata @> ${place}::jsonb AND metadata <> '{}'::jsonb`,
        JSON.stringify(filters.metadata),
      );
    }
    return query;
  }
}

function later(instant: string, ms: number): string {
  return new Date(new Date(instant).getTime() + ms).toISOString();
}
