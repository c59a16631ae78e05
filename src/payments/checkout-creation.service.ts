import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { sha256 } from '../common/crypto.js';
import { DomainError } from '../common/domain-error.js';
import { newId } from '../common/ids.js';
import { sameMoney } from '../common/money.js';
import { AppConfig } from '../config/app-config.js';
import type { Connection } from '../connections/connection.entity.js';
import { Database } from '../database/database.js';
import { whileLeased } from '../database/lease.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { GatewayError } from '../gateways/gateway-error.js';
import type { PaymentGateway, ProviderCheckout } from '../gateways/payment-gateway.js';
import { ProviderPages, type PayerPages, type Reservation } from './provider-pages.js';
import { Checkout, UNTOUCHED, type CheckoutFailure, type ClosedReason } from './checkout.entity.js';
import { nextLookAt, retryLookAt } from './look-schedule.js';
import { isPayable } from './payment-status.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';

interface Recorded {
  readonly checkout: Checkout;
  /** false: the payment ended meanwhile, and nobody must be led to the page. */
  readonly isWanted: boolean;
}

const NOT_FOUND: CheckoutFailure = {
  code: 'not_found',
  message: 'its creation was cut off, and the provider has none',
};
const MISMATCH: CheckoutFailure = {
  code: 'mismatch',
  message: 'the provider echoed another amount, currency or reference',
};
/**
 * Makes a checkout at the provider so that a crash anywhere leaves one payable page: the row is written first, the
 * provider carries its id, and whoever finds the row unfinished looks for that id before asking for another.
 */
@Injectable()
export class CheckoutCreation {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly providerPages: ProviderPages,
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Inserts the row that stands for the checkout to be. The payment is locked by the caller. */
  async reserve(tx: Sql, payment: Payment, connection: Connection): Promise<Reservation> {
    const now = this.clock.now();
    const id = newId();
    const checkout = Object.assign(new Checkout(), {
      ...UNTOUCHED,
      ...payment.key,
      id,
      paymentId: payment.id,
      connectionId: connection.id,
      provider: connection.provider,
      status: 'creating',
      returnTokenHash: sha256(this.providerPages.returnTokenOf(id)),
      createdAt: now,
      dueAt: this.clock.inSeconds(this.config.leaseSeconds),
    } satisfies Partial<Checkout>);
    await tx.write({ insert: [checkout] });
    return { payment, checkout: await this.lease(tx, checkout) };
  }

  /** Takes over a creation whose owner is gone. The payment is locked by the caller. */
  async takeOver(tx: Sql, payment: Payment, abandoned: Checkout): Promise<Reservation> {
    return { payment, checkout: await this.lease(tx, abandoned) };
  }

  /**
   * Asks the provider and records its answer. Throws `GatewayError`: after `unknown_outcome` the row stays `creating` and
   * due, otherwise it is closed as `not_created`. Throws `state_conflict` when the payment ended meanwhile.
   */
  async create(reservation: Reservation, pages: PayerPages, { mayExist }: { mayExist: boolean }): Promise<Checkout> {
    const { checkout, isWanted } = await this.keepingLease(reservation.checkout, () =>
      this.createAndRecord(reservation, pages, { mayExist }),
    );
    if (isWanted) return checkout;
    throw new DomainError('state_conflict', 'The payment ended while its page was being made, and cannot be paid.');
  }

  /** Finds out what became of a creation that nobody is waiting for any more. */
  async recover(claimed: Checkout): Promise<void> {
    const payment = await this.repository.get({ ...claimed.key, id: claimed.paymentId });
    try {
      const gateway = await this.providerPages.gatewayOf(claimed);
      const existing = await this.providerPages.find(gateway, claimed);
      if (existing) await this.record(gateway, { payment, checkout: claimed }, existing);
      else await this.close(claimed, { reason: 'not_created', failure: NOT_FOUND });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      await this.keepForLater(claimed, error);
    }
  }

  private async createAndRecord(
    reservation: Reservation,
    pages: PayerPages,
    { mayExist }: { mayExist: boolean },
  ): Promise<Recorded> {
    const { checkout } = reservation;
    let gateway: PaymentGateway;
    let created: ProviderCheckout;
    try {
      gateway = await this.providerPages.gatewayOf(checkout);
      const existing = mayExist ? await this.providerPages.find(gateway, checkout) : undefined;
      created = existing ?? (await this.providerPages.create(gateway, reservation, pages));
    } catch (error) {
      if (error instanceof GatewayError) await this.putBack(checkout, error);
      throw error;
    }
    return this.record(gateway, reservation, created);
  }

  /** The provider holds the page: make that durable. If somebody took the row over meanwhile, theirs counts. */
  private async record(
    gateway: PaymentGateway,
    reservation: Reservation,
    created: ProviderCheckout,
  ): Promise<Recorded> {
    if (!isAsAsked(reservation.payment, created)) return this.refuseMismatch(gateway, reservation, created);
    const recorded = await this.transactor.run(async (tx) => {
      const now = this.clock.now();
      const payment = await this.repository.lock(tx, reservation.payment.key);
      const checkout = await this.repository.lockCheckout(tx, reservation.checkout);
      if (checkout?.status !== 'creating') return undefined;
      const isWanted = isPayable(payment.status);
      Object.assign(checkout, {
        providerPaymentId: created.providerPaymentId,
        url: created.url,
        status: 'open',
        expiresAt: created.expiresAt,
        sentAt: now,
        // Fresh from the provider's hands: as good as a look.
        lookedAt: now,
        failedLooks: 0,
        leasedUntil: null,
        // A page for a payment that was paid or canceled while the provider answered is closed by the next look, at once.
        dueAt: isWanted ? nextLookAt({ scheduleSeconds: this.config.lookScheduleSeconds, sentAt: now, now }) : now,
      } satisfies Partial<Checkout>);
      payment.checkoutOpened(checkout, now);
      await this.repository.save(tx, { payment, checkout });
      return { checkout, isWanted };
    });
    if (!recorded)
      throw new DomainError('provider_outcome_unknown', 'Another process took over. Ask again: nothing is done twice.');
    this.repository.announce(reservation.payment);
    return recorded;
  }

  private async refuseMismatch(
    gateway: PaymentGateway,
    { checkout }: Reservation,
    created: ProviderCheckout,
  ): Promise<never> {
    await gateway.cancellation?.cancel(created.providerPaymentId).catch(() => undefined);
    const { providerPaymentId } = created;
    await this.close(checkout, { reason: 'mismatch', failure: MISMATCH, providerPaymentId });
    throw new DomainError(
      'provider_mismatch',
      'The provider echoed another amount, currency or reference; its page was closed and is not used.',
    );
  }

  private async putBack(checkout: Checkout, error: GatewayError): Promise<void> {
    if (error.kind === 'unknown_outcome') await this.keepForLater(checkout, error);
    else await this.close(checkout, { reason: 'not_created', failure: { code: error.kind, message: error.message } });
  }

  private async keepForLater(checkout: Checkout, error: GatewayError): Promise<void> {
    await this.writeFenced(checkout, (row) => {
      row.failedLooks += 1;
      row.leasedUntil = null;
      row.dueAt = retryLookAt({ failedLooks: row.failedLooks, error, now: this.clock.now(), random: Math.random() });
    });
  }

  private async close(
    checkout: Checkout,
    end: { reason: ClosedReason; failure: CheckoutFailure; providerPaymentId?: string },
  ): Promise<void> {
    await this.writeFenced(checkout, (row) => {
      row.close(end.reason, this.clock.now());
      row.failure = end.failure;
      row.providerPaymentId = end.providerPaymentId ?? null;
      row.leasedUntil = null;
      row.dueAt = null;
    });
  }

  private async writeFenced(claimed: Checkout, change: (row: Checkout) => void): Promise<void> {
    await this.transactor.run(async (tx) => {
      const payment = await this.repository.lock(tx, { ...claimed.key, id: claimed.paymentId });
      const checkout = await this.repository.lockCheckout(tx, claimed);
      if (checkout?.status !== 'creating') return;
      change(checkout);
      await this.repository.save(tx, { payment, checkout });
    });
    this.repository.announce({ ...claimed.key, id: claimed.paymentId });
  }

  private keepingLease<Result>(row: Checkout, work: () => Promise<Result>): Promise<Result> {
    const { leaseSeconds } = this.config;
    return whileLeased(this.database, { table: 'checkouts', row, leaseSeconds }, work);
  }

  private async lease(tx: Sql, checkout: Checkout): Promise<Checkout> {
    const rows = await tx.query<object>(
      `UPDATE checkouts SET leased_until = now() + make_interval(secs => $4), due_at = now() + make_interval(secs => $4), fence = fence + 1
       WHERE account_id = $1 AND mode = $2 AND id = $3 RETURNING *`,
      [checkout.accountId, checkout.mode, checkout.id, this.config.leaseSeconds],
    );
    return tx.hydrate(Checkout, rows)[0]!;
  }
}

function isAsAsked(payment: Payment, created: ProviderCheckout): boolean {
  const isAmountRight = created.amount === null || sameMoney(created.amount, payment.money);
  return isAmountRight && (created.reference === null || created.reference === payment.reference);
}
