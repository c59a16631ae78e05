import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Cursors } from '../common/cursor.js';
import { DomainError } from '../common/domain-error.js';
import type { Money } from '../common/money.js';
import { AppConfig } from '../config/app-config.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { providerFailure } from '../connections/provider-failure.js';
import { Database } from '../database/database.js';
import { ListQuery, NEWEST_FIRST, type Page } from '../database/list-query.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { EventLog } from '../events/event-log.js';
import { GatewayError } from '../gateways/gateway-error.js';
import { Checkout } from './checkout.entity.js';
import { isPaid } from './payment-status.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';
import { refundEvent } from './refund-body.js';
import { RefundOutcomes } from './refund-outcomes.js';
import { RefundSettlement } from './refund-settlement.js';
import { RefundSync } from './refund-sync.service.js';
import { chooseCheckout, type Refundable } from './refund-rules.js';
import { Refund } from './refund.entity.js';

export interface RefundWish {
  /** The refund's, the same over all retries of the request. */
  readonly id: string;
  /** Undefined: all that is left. */
  readonly amount: Money | undefined;
  readonly reason: string | null;
}

/** Gives money back, never more than was paid: the amount is set aside before the provider is asked. */
@Injectable()
export class RefundsService {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly outcomes: RefundOutcomes,
    private readonly settlement: RefundSettlement,
    private readonly sync: RefundSync,
    private readonly connections: ConnectionsService,
    private readonly eventLog: EventLog,
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly cursors: Cursors,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * The refund after the provider was asked once; what is not known by then is found out later. Throws `state_conflict` where
   * nothing, or not as much, is left; `amount_too_large`, `capability_not_supported`, `provider_misconfigured`.
   */
  async create(paymentKey: RowKey, wish: RefundWish): Promise<Refund> {
    const key = { ...paymentKey, id: wish.id };
    const earlier = await this.find(key);
    if (earlier) return earlier;
    const capable = await this.capableCheckouts(await this.repository.get(paymentKey));
    const reserved = await this.reserve(paymentKey, { wish, capable });
    if (reserved) {
      this.repository.announce(paymentKey);
      await this.sync.advance(reserved, 'person');
    }
    return this.outcomes.read(key);
  }

  /** Throws `not_found`. */
  get(key: RowKey): Promise<Refund> {
    return this.outcomes.read(key);
  }

  /** Of one payment, newest first. Throws `not_found`, and `validation_failed` for a cursor of another list. */
  async page(
    payment: RowKey,
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  ): Promise<Page<Refund>> {
    const { accountId, mode, id } = await this.repository.get(payment);
    return new ListQuery({ accountId, mode }, 'refunds').equal('payment_id', id).page(this.database, Refund, {
      order: NEWEST_FIRST,
      cursors: this.cursors,
      scope: { route: 'GET /v1/payments/{id}/refunds', accountId, mode, filters: { payment: id } },
      page,
    });
  }

  private async find({ accountId, mode, id }: RowKey, sql: Sql = this.database): Promise<Refund | undefined> {
    const condition = 'WHERE account_id = $1 AND mode = $2 AND id = $3';
    return (await sql.select(Refund, condition, [accountId, mode, id]))[0];
  }

  /** Ids of the checkouts through which money can go back. */
  private async capableCheckouts(payment: Payment): Promise<ReadonlySet<string>> {
    refuseUnpaid(payment);
    const checkouts = await this.paidCheckouts(payment, this.database);
    const capable = new Set<string>();
    for (const checkout of checkouts) if (await this.canRefund(checkout)) capable.add(checkout.id);
    if (capable.size > 0) return capable;
    const provider = payment.provider && this.connections.profileOf(payment.provider)?.name;
    throw new DomainError(
      'capability_not_supported',
      checkouts.length === 0
        ? 'The payment was not taken by a provider but recorded. Give the money back the way it came.'
        : `${provider ?? 'The provider'} offers no refunds to programs. Give the money back in its dashboard, or ask its support.`,
    );
  }

  private async canRefund(checkout: Checkout): Promise<boolean> {
    const connection = await this.connections.get({ ...checkout.key, id: checkout.connectionId });
    try {
      return this.connections.gatewayOf(connection).refunds !== undefined;
    } catch (error) {
      throw error instanceof GatewayError ? providerFailure(error) : error;
    }
  }

  /**
   * One short transaction, under the payment's lock: of two at once the second one sees what the first one took. null: that
   * was another try of this same request, which was thought dead.
   */
  private reserve(
    paymentKey: RowKey,
    { wish, capable }: { wish: RefundWish; capable: ReadonlySet<string> },
  ): Promise<Refund | null> {
    return this.transactor.run(async (tx) => {
      const payment = await this.repository.lock(tx, paymentKey);
      if (await this.find({ ...paymentKey, id: wish.id }, tx)) return null;
      refuseUnpaid(payment);
      const at = this.clock.now();
      const refundable = (await this.refundable(tx, { payment, at })).filter(({ checkout }) =>
        capable.has(checkout.id),
      );
      const { checkout, amount } = chooseCheckout(payment, refundable, wish.amount);
      const refund = Object.assign(new Refund(), {
        ...payment.key,
        id: wish.id,
        paymentId: payment.id,
        checkoutId: checkout.id,
        amount,
        currency: payment.currency,
        reason: wish.reason,
        status: 'pending',
        sentAt: null,
        providerRefundId: null,
        failure: null,
        resolution: null,
        tries: 0,
        dueAt: at,
        leasedUntil: null,
        fence: 0,
        createdAt: at,
        updatedAt: at,
      } satisfies Partial<Refund>);
      const event = this.eventLog.rowOf(payment, refundEvent('refund.created', { refund, payment }));
      await this.repository.save(tx, { payment, insert: [refund, event] });
      return this.lease(tx, refund);
    });
  }

  private async refundable(tx: Sql, { payment, at }: { payment: Payment; at: Date }): Promise<Refundable[]> {
    const checkouts = await this.paidCheckouts(payment, tx);
    for (const checkout of checkouts) {
      await this.settlement.settle(tx, { payment, checkout, at });
      await tx.write({ update: [{ row: checkout, set: ['refundedElsewhere'] }] });
    }
    const held = await tx.query<{ checkout_id: string; amount: string }>(
      `SELECT checkout_id, sum(amount) AS amount FROM refunds
       WHERE account_id = $1 AND mode = $2 AND payment_id = $3 AND status IN ('pending', 'unknown') GROUP BY checkout_id`,
      [payment.accountId, payment.mode, payment.id],
    );
    const heldOf = new Map(held.map((row) => [row.checkout_id, Number(row.amount)]));
    return checkouts.map((checkout) => ({
      checkout,
      left: checkout.amountPaid - checkout.amountRefunded - (heldOf.get(checkout.id) ?? 0),
    }));
  }

  /** Newest first: of a payment that was paid twice, the surplus goes back first. */
  private paidCheckouts({ accountId, mode, id }: Payment, sql: Sql): Promise<Checkout[]> {
    return sql.select(
      Checkout,
      `WHERE account_id = $1 AND mode = $2 AND payment_id = $3 AND amount_paid > 0 ORDER BY created_at DESC, id DESC`,
      [accountId, mode, id],
    );
  }

  private async lease(tx: Sql, { accountId, mode, id }: Refund): Promise<Refund> {
    const rows = await tx.query<object>(
      `UPDATE refunds SET leased_until = now() + make_interval(secs => $4), due_at = now() + make_interval(secs => $4), fence = fence + 1
       WHERE account_id = $1 AND mode = $2 AND id = $3 RETURNING *`,
      [accountId, mode, id, this.config.leaseSeconds],
    );
    return tx.hydrate(Refund, rows)[0]!;
  }
}

function refuseUnpaid({ status }: Payment): void {
  if (isPaid(status)) return;
  const remedy = status === 'authorized' ? ' Cancel it to let the money go.' : '';
  throw new DomainError('state_conflict', `The payment is ${status}: there is no money to give back.${remedy}`);
}
