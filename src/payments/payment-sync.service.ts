import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { AppConfig } from '../config/app-config.js';
import { ConnectionsService } from '../connections/connections.service.js';
import type { Urgency } from '../connections/provider-pace.js';
import { claimDue } from '../database/claim-due.js';
import { Database } from '../database/database.js';
import { whileLeased } from '../database/lease.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { Waker } from '../database/waker.js';
import { GatewayError } from '../gateways/gateway-error.js';
import type { PaymentSnapshot } from '../gateways/payment-gateway.js';
import { CheckoutCreation } from './checkout-creation.service.js';
import { Checkout } from './checkout.entity.js';
import { LookLog, outcomeOfFailure, outcomeOfSnapshot } from './look-log.js';
import { question, type LookQuestion } from './look-question.js';
import { isCaptureDoubtful, nextLookOf, type LookHabits } from './look-rules.js';
import { retryLookAt } from './look-schedule.js';
import { isEnded } from './payment-status.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository, paymentTopic } from './payments.repository.js';
import { RefundSettlement } from './refund-settlement.js';

export const LOOKS_TOPIC = 'looks';
const CLAIM_RETRY_MS = 250;
/** After an outage thousands of looks are overdue; a payer who is back does not queue behind them. */
const AWAITED_FIRST = 'look_asked_at IS NULL, due_at';
interface LookTiming {
  /** When the provider was asked. */
  readonly at: Date;
  readonly durationMs: number;
}

interface LookOptions {
  /** The page shall be closed if it can still be paid. */
  readonly isUnwanted?: boolean;
  /** Held money shall be let go. */
  readonly letsGo?: boolean;
  /** Another question than how things stand, which is answered with how they stand afterwards. */
  readonly ask?: LookQuestion;
  readonly urgency?: Urgency;
}

/**
 * Looks at the provider and applies what it says. Webhooks, returning payers, timers and people only ask for a look;
 * nothing else in the product changes a payment because of something from outside.
 */
@Injectable()
export class PaymentSync {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly looks: LookLog,
    private readonly settlement: RefundSettlement,
    private readonly creation: CheckoutCreation,
    private readonly connections: ConnectionsService,
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly waker: Waker,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Checkouts whose look is due, leased to us. */
  claim(limit: number): Promise<Checkout[]> {
    const { leaseSeconds } = this.config;
    return claimDue(this.database, Checkout, { table: 'checkouts', limit, leaseSeconds, order: AWAITED_FIRST });
  }

  /**
   * Asks for a look as soon as somebody is free, and does not wait for it. A provider that does not answer is left its
   * pause: a page that reloads itself must not shorten it.
   */
  async ask(checkout: RowKey): Promise<void> {
    await this.database.run(
      `UPDATE checkouts SET look_asked_at = now(), due_at = CASE WHEN failed_looks > 0 THEN due_at ELSE least(due_at, now()) END
       WHERE account_id = $1 AND mode = $2 AND id = $3 AND provider_payment_id IS NOT NULL`,
      [checkout.accountId, checkout.mode, checkout.id],
    );
    this.waker.wake(LOOKS_TOPIC);
  }

  /** Asks for looks that nobody waits for: they come behind those that somebody does. What is under way or put off stays so. */
  async askUnhurried(owner: Pick<RowKey, 'accountId' | 'mode'>, checkoutIds: readonly string[]): Promise<void> {
    if (checkoutIds.length === 0) return;
    await this.database.run(
      `UPDATE checkouts SET due_at = least(due_at, now())
       WHERE account_id = $1 AND mode = $2 AND id = ANY ($3) AND provider_payment_id IS NOT NULL AND failed_looks = 0`,
      [owner.accountId, owner.mode, checkoutIds],
    );
    this.waker.wake(LOOKS_TOPIC);
  }

  /**
   * Looks now, or waits for a look of another's that begins from now on. Throws `GatewayError` when our own look got no
   * answer, and when none of another's got one within `timeoutMs`.
   */
  async lookNow(checkout: Checkout, timeoutMs: number): Promise<void> {
    const claimed = await this.claimOne(checkout);
    if (claimed) return this.look(claimed);
    const askedAt = this.clock.now();
    await this.ask(checkout);
    const deadlineMs = performance.now() + timeoutMs;
    let seen = await this.repository.checkout(checkout.key);
    // What wakes may be other news of the payment.
    while (seen.isAwaited && performance.now() < deadlineMs) {
      await this.waker.wait(paymentTopic({ id: checkout.paymentId }), CLAIM_RETRY_MS);
      seen = await this.repository.checkout(checkout.key);
    }
    // By then others may have asked again, and be waiting for newer news than ours.
    if (seen.isAwaited && (seen.lookedAt === null || seen.lookedAt < askedAt)) throw noAnswerYet();
  }

  /**
   * Closes the page at the provider, where it can, and applies what the provider says afterwards: a payer may have been
   * faster. Money that is held by then is let go only if `letsGo`, and not while a capture of it may have happened. Throws
   * `GatewayError`, or `state_conflict` while another look does not end.
   */
  async closeNow(checkout: Checkout, { letsGo }: { letsGo: boolean }): Promise<void> {
    const claimed = await this.claimNow(checkout);
    // A capture may have been asked for while we waited for the claim.
    await this.look(claimed, { isUnwanted: true, letsGo: letsGo && !claimed.isCaptureOutstanding });
  }

  /** The checkout, leased to us as soon as nobody else is at it. Throws `state_conflict` while another look does not end. */
  async claimNow(checkout: Checkout): Promise<Checkout> {
    const deadlineMs = performance.now() + this.config.providerTimeoutMs;
    for (;;) {
      const claimed = await this.claimOne(checkout);
      if (claimed) return claimed;
      if (performance.now() > deadlineMs)
        throw new DomainError('state_conflict', 'The provider is being asked at this moment. Try again.', {
          retryAfterSeconds: 1,
        });
      await this.waker.wait(paymentTopic({ id: checkout.paymentId }), CLAIM_RETRY_MS);
    }
  }

  /** Gives a claimed checkout back without a look. */
  async letGo(claimed: Checkout): Promise<void> {
    await this.database.run(
      'UPDATE checkouts SET leased_until = NULL WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4',
      [claimed.accountId, claimed.mode, claimed.id, claimed.fence],
    );
  }

  /** One look at a claimed checkout. A provider's silence concludes nothing: the look is put off, and the error thrown on. */
  look(claimed: Checkout, options: LookOptions = {}): Promise<void> {
    const lease = { table: 'checkouts', row: claimed, leaseSeconds: this.config.leaseSeconds };
    return whileLeased(this.database, lease, () =>
      claimed.status === 'creating' ? this.creation.recover(claimed) : this.lookLeased(claimed, options),
    );
  }

  private async lookLeased(claimed: Checkout, options: LookOptions): Promise<void> {
    const { isUnwanted = false, letsGo = false, urgency = 'person' } = options;
    // What the provider says may be as old as the question: an answer that was on its way when a payment expired does not
    // tell how things stood afterwards.
    const lookedAt = this.clock.now();
    const startedMs = performance.now();
    const timing = () => ({ at: lookedAt, durationMs: Math.round(performance.now() - startedMs) });
    try {
      const payment = await this.repository.get({ ...claimed.key, id: claimed.paymentId });
      const connection = await this.connections.get({ ...claimed.key, id: claimed.connectionId });
      const gateway = this.connections.gatewayOf(connection, urgency);
      const mustClose = isUnwanted || this.isUnwanted(claimed, payment);
      const ask = options.ask ?? question({ letsGo, mustClose, mayLetGo: claimed.mayLetGo });
      const snapshot = await ask(gateway, claimed.providerPaymentId!);
      await this.apply(claimed, { snapshot, timing: timing() });
    } catch (error) {
      if (error instanceof GatewayError) await this.putOff(claimed, { error, timing: timing() });
      throw error;
    }
  }

  private async claimOne(checkout: RowKey): Promise<Checkout | undefined> {
    const rows = await this.database.query<object>(
      `UPDATE checkouts SET leased_until = now() + make_interval(secs => $4), fence = fence + 1
       WHERE account_id = $1 AND mode = $2 AND id = $3 AND provider_payment_id IS NOT NULL
         AND (leased_until IS NULL OR leased_until <= now())
       RETURNING *`,
      [checkout.accountId, checkout.mode, checkout.id, this.config.leaseSeconds],
    );
    return this.database.hydrate(Checkout, rows)[0];
  }

  /** A page that is closed here and can be paid there would take money twice. */
  private isUnwanted(checkout: Checkout, payment: Payment): boolean {
    return checkout.status === 'closed' || this.isOver(payment);
  }

  private isOver(payment: Payment): boolean {
    return isEnded(payment.status) || (payment.expiresAt !== null && this.clock.now() >= payment.expiresAt);
  }

  private async apply(
    claimed: Checkout,
    { snapshot, timing }: { snapshot: PaymentSnapshot; timing: LookTiming },
  ): Promise<void> {
    const isApplied = await this.transactor.run(async (tx) => {
      const payment = await this.repository.lock(tx, { ...claimed.key, id: claimed.paymentId });
      const checkout = await this.repository.lockCheckout(tx, claimed);
      if (!checkout) return false;
      const now = this.clock.now();
      const wasHeld = payment.status === 'authorized';
      payment.observe(checkout, snapshot, now);
      if (wasHeld && payment.status !== 'authorized') payment.outcomeKnown('The held money was taken or let go.', now);
      // Whoever asked for the capture is gone, or had no answer.
      else if (isCaptureDoubtful(checkout, snapshot, now)) payment.outcomeUnknown(now);
      await this.settlement.settle(tx, { payment, checkout, at: now });
      const refunded = snapshot.status === 'paid' ? snapshot.refunded.value : Infinity;
      if (await this.settlement.isContradicted(tx, { checkout, refunded })) payment.refundFailed(now);
      checkout.lookedAt = timing.at;
      checkout.failedLooks = 0;
      checkout.leasedUntil = null;
      if (!this.wasAskedSince(checkout, claimed)) checkout.lookAskedAt = null;
      checkout.dueAt = nextLookOf(payment, checkout, { now, ...this.habits(checkout) });
      await this.repository.save(tx, { payment, checkout });
      await this.looks.note(tx, checkout, { ...outcomeOfSnapshot(snapshot), ...timing });
      if (isEnded(payment.status)) await this.closeOthersSoon(tx, checkout);
      return true;
    });
    if (isApplied) this.repository.announce({ ...claimed.key, id: claimed.paymentId });
  }

  private habits({ provider }: Checkout): LookHabits {
    const reportsSettlement = this.connections.profileOf(provider)?.reportsSettlement === true;
    return { scheduleSeconds: this.config.lookScheduleSeconds, reportsSettlement };
  }

  /** An older page was paid late: the newer one is closed by its next look, and that must not be tomorrow's. */
  private async closeOthersSoon(tx: Sql, { accountId, mode, id, paymentId }: Checkout): Promise<void> {
    await tx.run(
      `UPDATE checkouts SET due_at = least(due_at, now())
       WHERE account_id = $1 AND mode = $2 AND payment_id = $3 AND id <> $4 AND status IN ('open', 'authorized')`,
      [accountId, mode, paymentId, id],
    );
  }

  /** Whoever asked after this look began wants newer news than it brings. Both instants are the database's. */
  private wasAskedSince(checkout: Checkout, claimed: Checkout): boolean {
    const claimedAtMs = claimed.leasedUntil!.getTime() - this.config.leaseSeconds * 1000;
    return checkout.lookAskedAt !== null && checkout.lookAskedAt.getTime() > claimedAtMs;
  }

  /** Waiting for our own pace is no failure, and makes no later wait longer. */
  private async putOff(
    claimed: Checkout,
    { error, timing }: { error: GatewayError; timing: LookTiming },
  ): Promise<void> {
    const failedLooks = claimed.failedLooks + (error.isOwnPace ? 0 : 1);
    const dueAt = retryLookAt({ failedLooks, error, now: this.clock.now(), random: Math.random() });
    const noted = await this.database.run(
      `UPDATE checkouts SET failed_looks = $5, due_at = $6, leased_until = NULL
       WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4`,
      [claimed.accountId, claimed.mode, claimed.id, claimed.fence, failedLooks, dueAt],
    );
    if (noted > 0 && !error.isOwnPace)
      await this.looks.note(this.database, claimed, { ...outcomeOfFailure(error), ...timing });
  }
}

function noAnswerYet(): GatewayError {
  const detail = 'a look that somebody else has begun has brought no answer yet';
  return new GatewayError({ kind: 'not_sent', operation: 'fetchPayment', detail });
}
