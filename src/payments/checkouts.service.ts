import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { AppConfig } from '../config/app-config.js';
import type { Connection } from '../connections/connection.entity.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { providerFailure } from '../connections/provider-failure.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { Waker } from '../database/waker.js';
import { GatewayError } from '../gateways/gateway-error.js';
import { CheckoutCreation } from './checkout-creation.service.js';
import type { PayerPages, Reservation } from './provider-pages.js';
import type { Checkout } from './checkout.entity.js';
import { nextLookAt } from './look-schedule.js';
import { owedOf } from './payment-owed.js';
import { isPayable } from './payment-status.js';
import { PaymentSync } from './payment-sync.service.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository, paymentTopic } from './payments.repository.js';

/** A live checkout that was seen this recently is offered again without asking the provider. */
const FRESH_MS = 10_000;
/** Another process creates the checkout; its wake-up may get lost, so look again this often. */
const WAIT_MS = 250;
const LOOK_TIMEOUT_MS = 5000;

type Turn =
  | { readonly kind: 'live'; readonly checkout: Checkout }
  | { readonly kind: 'ours'; readonly reservation: Reservation; readonly mayExist: boolean }
  | { readonly kind: 'wait' };

/** Leads a payer to the one live checkout of a payment, which is made when there is none. */
@Injectable()
export class CheckoutsService {
  /** Callers of this process that want the same checkout share one attempt; between processes the database decides. */
  private readonly opening = new Map<string, Promise<Checkout>>();

  constructor(
    private readonly repository: PaymentsRepository,
    private readonly creation: CheckoutCreation,
    private readonly sync: PaymentSync,
    private readonly connections: ConnectionsService,
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly waker: Waker,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * The live checkout, open at the provider. Throws `DomainError`: `state_conflict` when the payment is not payable any
   * more, `currency_not_supported` without a connection for it, or what kept the provider from making one.
   */
  async open(payment: RowKey, pages: PayerPages): Promise<Checkout> {
    // The owner is part of the name: an id of somebody else's payment must lead to "not found", not to their checkout.
    const name = `${payment.accountId} ${payment.mode} ${payment.id}`;
    const running = this.opening.get(name);
    if (running) return running;
    const attempt = this.openAlone(payment, pages).finally(() => this.opening.delete(name));
    this.opening.set(name, attempt);
    return attempt;
  }

  private async openAlone(payment: RowKey, pages: PayerPages): Promise<Checkout> {
    const deadlineMs = performance.now() + this.config.providerTimeoutMs;
    const refused = new Set<string>();
    for (;;) {
      const turn = await this.takeTurn(payment, refused);
      if (turn.kind === 'live') {
        if (await this.isStillLive(turn.checkout)) return this.send(turn.checkout);
      } else if (turn.kind === 'ours') {
        const created = await this.createOrRefuse(turn, { pages, refused });
        if (created) return created;
      } else {
        await this.waker.wait(paymentTopic(payment), WAIT_MS);
      }
      if (performance.now() > deadlineMs) {
        throw new DomainError('provider_unavailable', 'The payment page is still being made. Try again.', {
          retryAfterSeconds: 2,
        });
      }
    }
  }

  /** Decides under the payment's lock whether there is a checkout, we make one, or somebody else is making it. */
  private async takeTurn(key: RowKey, refused: ReadonlySet<string>): Promise<Turn> {
    return this.transactor.run(async (tx): Promise<Turn> => {
      const payment = await this.repository.lock(tx, key);
      this.refuseUnpayable(payment);
      const live = await this.repository.liveCheckout(payment, tx);
      if (!live) {
        const connection = await this.connectionFor(tx, { payment, refused });
        return { kind: 'ours', reservation: await this.creation.reserve(tx, payment, connection), mayExist: false };
      }
      if (live.status !== 'creating') return { kind: 'live', checkout: live };
      const [lease] = await tx.query<{ held: boolean }>('SELECT $1::timestamptz > now() AS held', [live.leasedUntil]);
      if (lease?.held) return { kind: 'wait' };
      return { kind: 'ours', reservation: await this.creation.takeOver(tx, payment, live), mayExist: true };
    });
  }

  private refuseUnpayable(payment: Payment): void {
    const isOver = payment.expiresAt !== null && this.clock.now() >= payment.expiresAt;
    if (isPayable(payment.status) && !isOver) return;
    throw new DomainError(
      'state_conflict',
      `The payment is ${isOver ? 'expired' : payment.status} and cannot be paid.`,
    );
  }

  private async connectionFor(
    tx: Sql,
    { payment, refused }: { payment: Payment; refused: ReadonlySet<string> },
  ): Promise<Connection> {
    const candidates = await this.connections.candidates(owedOf(payment), tx);
    const next = candidates.find(({ id }) => !refused.has(id));
    if (next) return next;
    throw new DomainError('currency_not_supported', `No enabled connection takes ${payment.currency}.`);
  }

  /** If a checkout may have ended, the provider is asked before another is made: a retry never leads to a second payable page. */
  private async isStillLive(checkout: Checkout): Promise<boolean> {
    const seenMs = checkout.lookedAt?.getTime() ?? 0;
    if (this.clock.now().getTime() - seenMs < FRESH_MS) return true;
    try {
      await this.sync.lookNow(checkout, LOOK_TIMEOUT_MS);
    } catch (error) {
      // No answer proves nothing: the same page is offered again.
      if (!(error instanceof GatewayError)) throw error;
    }
    return (await this.repository.checkout(checkout.key)).isLive;
  }

  /** The checkout, or undefined when this connection surely made none and another is left to try. */
  private async createOrRefuse(
    turn: Turn & { kind: 'ours' },
    { pages, refused }: { pages: PayerPages; refused: Set<string> },
  ): Promise<Checkout | undefined> {
    const { reservation, mayExist } = turn;
    try {
      return await this.creation.create(reservation, pages, { mayExist });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      refused.add(reservation.checkout.connectionId);
      const mayTryAnother = error.kind !== 'unknown_outcome' && !error.isOwnPace;
      if (mayTryAnother && (await this.hasAnother(reservation.payment, refused))) return undefined;
      throw providerFailure(error);
    }
  }

  private async hasAnother(payment: Payment, refused: ReadonlySet<string>): Promise<boolean> {
    const candidates = await this.connections.candidates(owedOf(payment));
    return candidates.some(({ id }) => !refused.has(id));
  }

  /** The payer goes there now: the look schedule begins anew. */
  private async send(checkout: Checkout): Promise<Checkout> {
    const now = this.clock.now();
    const dueAt = nextLookAt({ scheduleSeconds: this.config.lookScheduleSeconds, sentAt: now, now });
    await this.database.run(
      `UPDATE checkouts SET sent_at = $4, due_at = least(due_at, $5) WHERE account_id = $1 AND mode = $2 AND id = $3`,
      [checkout.accountId, checkout.mode, checkout.id, now, dueAt],
    );
    return checkout;
  }
}
