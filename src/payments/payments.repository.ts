import { Injectable } from '@nestjs/common';
import { DomainError } from '../common/domain-error.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import type { RowUpdate, Sql } from '../database/sql.js';
import { Waker } from '../database/waker.js';
import { EventLog } from '../events/event-log.js';
import type { Event } from '../events/event.entity.js';
import { Checkout } from './checkout.entity.js';
import { Payment, type PaymentChanges } from './payment.entity.js';

/** What looks and people change all the time. */
const PAYMENT_COLUMNS = [
  'amountPaid',
  'amountRefunded',
  'status',
  'lastDecline',
  'reviewReason',
  'reviewSince',
  'connectionId',
  'provider',
  'bookingStatus',
  'bookingVoucher',
  'bookingReason',
  'bookingAt',
  'bookingAwaitedSince',
  'settlement',
  'recorded',
  'captureBefore',
  'captureWarned',
  'version',
  'updatedAt',
  'paidAt',
] as const satisfies readonly (keyof Payment)[];

/** What the ERP corrects now and then. */
const EDITABLE_COLUMNS = [
  'amount',
  'currency',
  'description',
  'customer',
  'returnUrl',
  'expiresAt',
  'dueAt',
  'metadata',
] as const satisfies readonly (keyof PaymentChanges)[];

const CHECKOUT_COLUMNS = [
  'providerPaymentId',
  'url',
  'status',
  'closedReason',
  'failure',
  'amountPaid',
  'amountRefunded',
  'refundedElsewhere',
  'captureAmount',
  'captureRequestId',
  'captureAskedAt',
  'unwantedHoldSince',
  'lastDeclineId',
  'evidence',
  'expiresAt',
  'sentAt',
  'lookedAt',
  'lookAskedAt',
  'failedLooks',
  'dueAt',
  'leasedUntil',
  'closedAt',
] as const satisfies readonly (keyof Checkout)[];

/** Topic on which a payment's changes are told to whoever shows it. */
export function paymentTopic(payment: Pick<RowKey, 'id'>): string {
  return `payment:${payment.id}`;
}

/** Payments and their checkouts as rows. A payment is always locked before its checkouts, so that two never wait in a circle. */
@Injectable()
export class PaymentsRepository {
  constructor(
    private readonly database: Database,
    private readonly eventLog: EventLog,
    private readonly waker: Waker,
  ) {}

  async get(key: RowKey, sql: Sql = this.database): Promise<Payment> {
    const [payment] = await sql.select(Payment, 'WHERE account_id = $1 AND mode = $2 AND id = $3', keyOf(key));
    return found(payment);
  }

  /** By id. */
  async getAll(
    owner: Pick<RowKey, 'accountId' | 'mode'>,
    ids: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, Payment>> {
    const payments = await this.database.select(Payment, 'WHERE account_id = $1 AND mode = $2 AND id = ANY ($3)', [
      owner.accountId,
      owner.mode,
      [...ids],
    ]);
    return new Map(payments.map((payment) => [payment.id, payment]));
  }

  async lock(tx: Sql, key: RowKey): Promise<Payment> {
    const [payment] = await tx.select(
      Payment,
      'WHERE account_id = $1 AND mode = $2 AND id = $3 FOR UPDATE',
      keyOf(key),
    );
    return found(payment);
  }

  /** The checkout as long as nobody else has claimed it since: a worker that lost its lease gets nothing to write to. */
  async lockCheckout(tx: Sql, claimed: Pick<Checkout, keyof RowKey | 'fence'>): Promise<Checkout | undefined> {
    const [checkout] = await tx.select(
      Checkout,
      'WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4 FOR UPDATE',
      [...keyOf(claimed), claimed.fence],
    );
    return checkout;
  }

  async checkout(key: RowKey, sql: Sql = this.database): Promise<Checkout> {
    const [checkout] = await sql.select(Checkout, 'WHERE account_id = $1 AND mode = $2 AND id = $3', keyOf(key));
    return found(checkout);
  }

  async liveCheckout(payment: RowKey, sql: Sql = this.database): Promise<Checkout | undefined> {
    const [checkout] = await sql.select(
      Checkout,
      `WHERE account_id = $1 AND mode = $2 AND payment_id = $3 AND status IN ('creating', 'open', 'authorized')`,
      keyOf(payment),
    );
    return checkout;
  }

  /** Whether a provider was ever asked for a page, with whatever success. */
  async hasCheckout(payment: RowKey, sql: Sql): Promise<boolean> {
    const rows = await sql.query(
      'SELECT FROM checkouts WHERE account_id = $1 AND mode = $2 AND payment_id = $3 LIMIT 1',
      keyOf(payment),
    );
    return rows.length > 0;
  }

  /** The newest, live or not. */
  async lastCheckout(payment: RowKey): Promise<Checkout | undefined> {
    const [checkout] = await this.database.select(
      Checkout,
      'WHERE account_id = $1 AND mode = $2 AND payment_id = $3 ORDER BY created_at DESC, id DESC LIMIT 1',
      keyOf(payment),
    );
    return checkout;
  }

  /** The newest of each, live or not, by payment id. The payments are of one account and mode. */
  async lastCheckouts(payments: readonly Payment[]): Promise<ReadonlyMap<string, Checkout>> {
    const [first] = payments;
    if (!first) return new Map();
    const rows = await this.database.query<object>(
      `SELECT DISTINCT ON (payment_id) * FROM checkouts
       WHERE account_id = $1 AND mode = $2 AND payment_id = ANY ($3) ORDER BY payment_id, created_at DESC, id DESC`,
      [first.accountId, first.mode, payments.map(({ id }) => id)],
    );
    return new Map(this.database.hydrate(Checkout, rows).map((checkout) => [checkout.paymentId, checkout]));
  }

  /** The capture that this request asked for did not happen. Answers whether it was outstanding; nobody may be asking for it now. */
  async forgetCapture(tx: Sql, payment: RowKey, requestId: string): Promise<boolean> {
    const forgotten = await tx.run(
      `UPDATE checkouts SET capture_amount = NULL, capture_request_id = NULL, capture_asked_at = NULL
       WHERE account_id = $1 AND mode = $2 AND payment_id = $3 AND status = 'authorized' AND capture_request_id = $4
         AND (leased_until IS NULL OR leased_until <= now())`,
      [...keyOf(payment), requestId],
    );
    return forgotten > 0;
  }

  /** A new payment's rows: itself and its first event. */
  rowsOfNew(payment: Payment): object[] {
    return [payment, ...this.takeEvents(payment)];
  }

  /** Writes what changed and the events that tell it, in one statement of the caller's transaction. */
  async save(
    tx: Sql,
    changed: { payment: Payment; isEdited?: boolean; checkout?: Checkout; insert?: readonly object[] },
  ): Promise<void> {
    const columns = changed.isEdited ? [...PAYMENT_COLUMNS, ...EDITABLE_COLUMNS] : PAYMENT_COLUMNS;
    const { payment, checkout } = changed;
    const events = this.takeEvents(payment);
    const update: RowUpdate[] = events.length > 0 ? [{ row: payment, set: columns }] : [];
    if (checkout) update.push({ row: checkout, set: CHECKOUT_COLUMNS });
    await tx.write({ insert: [...(changed.insert ?? []), ...events], update });
  }

  /** To be called after the commit. */
  announce(payment: RowKey): void {
    this.eventLog.announce();
    this.waker.wake(paymentTopic(payment));
  }

  private takeEvents(payment: Payment): Event[] {
    return payment.steps.splice(0).map((step) =>
      this.eventLog.rowOf(payment, {
        type: step.type,
        at: payment.updatedAt,
        data: { payment: step.payment, ...(step.note !== null && { note: step.note }) },
        previous: step.previous,
        paymentId: payment.id,
        paymentVersion: step.version,
      }),
    );
  }
}

function keyOf(key: RowKey): [string, string, string] {
  return [key.accountId, key.mode, key.id];
}

function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new DomainError('not_found', 'There is no such payment.');
  return row;
}
