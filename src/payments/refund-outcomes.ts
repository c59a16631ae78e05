import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { toPublicId } from '../common/ids.js';
import { AppConfig } from '../config/app-config.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { EventLog } from '../events/event-log.js';
import type { Event } from '../events/event.entity.js';
import type { GatewayError } from '../gateways/gateway-error.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';
import { refundEvent } from './refund-body.js';
import { nextTryAt } from './refund-schedule.js';
import { RefundSettlement } from './refund-settlement.js';
import { Refund, type RefundFailure } from './refund.entity.js';
import type { Finding } from './unknown-outcome.js';

const COLUMNS = [
  'status',
  'sentAt',
  'providerRefundId',
  'failure',
  'resolution',
  'tries',
  'dueAt',
  'leasedUntil',
  'updatedAt',
] as const satisfies readonly (keyof Refund)[];

const RULED_OUT: RefundFailure = { code: 'ruled_out', message: 'a person found that it did not happen' };
/** What the provider surely never got is given up after this; the ERP may ask anew. */
const UNSENT_FOR_MS = 24 * 3600_000;
/** What was accepted shows in the provider's sum at once, or something is wrong. */
const UNSEEN_FOR_MS = 15 * 60_000;

interface Changed {
  readonly payment: Payment;
  readonly at: Date;
  readonly tx: Sql;
}

/** Writes what became of a refund: under the payment's lock, by whoever holds the row's lease, while it is still open. */
@Injectable()
export class RefundOutcomes {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly settlement: RefundSettlement,
    private readonly eventLog: EventLog,
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async read(key: RowKey, sql: Sql = this.database): Promise<Refund> {
    const [refund] = await sql.select(Refund, 'WHERE account_id = $1 AND mode = $2 AND id = $3', [
      key.accountId,
      key.mode,
      key.id,
    ]);
    if (!refund) throw new DomainError('not_found', 'There is no such refund.');
    return refund;
  }

  /** From now on the provider may know of it. Answers whether the row is still ours. */
  async noteSending(claimed: Refund): Promise<boolean> {
    const noted = await this.database.run(
      `UPDATE refunds SET sent_at = coalesce(sent_at, $5)
       WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4 AND leased_until > now()
         AND status IN ('pending', 'unknown') AND provider_refund_id IS NULL`,
      [claimed.accountId, claimed.mode, claimed.id, claimed.fence, this.clock.now()],
    );
    return noted > 0;
  }

  /** The refund, leased to us. Throws `state_conflict` while somebody is at it. */
  async claim(refund: Refund): Promise<Refund> {
    const rows = await this.database.query<object>(
      `UPDATE refunds SET leased_until = now() + make_interval(secs => $4), fence = fence + 1
       WHERE account_id = $1 AND mode = $2 AND id = $3 AND (leased_until IS NULL OR leased_until <= now()) RETURNING *`,
      [refund.accountId, refund.mode, refund.id, this.config.leaseSeconds],
    );
    const [claimed] = this.database.hydrate(Refund, rows);
    if (claimed) return claimed;
    throw new DomainError('state_conflict', 'The provider is being asked at this moment. Try again.', {
      retryAfterSeconds: 1,
    });
  }

  /** Gives a claimed refund back. */
  async letGo(claimed: Refund): Promise<void> {
    await this.database.run(
      'UPDATE refunds SET leased_until = NULL WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4',
      [claimed.accountId, claimed.mode, claimed.id, claimed.fence],
    );
  }

  accepted(claimed: Refund, providerRefundId: string): Promise<void> {
    return this.write(claimed, (refund) => {
      refund.providerRefundId = providerRefundId;
      refund.failure = null;
    });
  }

  /** It may or may not have happened. A person is told; the worker goes on finding out. */
  unknown(claimed: Refund): Promise<void> {
    return this.write(claimed, (refund, changed) => this.doubt(refund, changed));
  }

  /** Still unfinished: somebody is at it again later. */
  putOff(claimed: Refund, error?: GatewayError): Promise<void> {
    return this.write(claimed, (refund, changed) => {
      const { at } = changed;
      if (refund.isAccepted && at.getTime() - refund.sentAt!.getTime() > UNSEEN_FOR_MS) this.doubt(refund, changed);
      this.postpone(refund, { error, at });
    });
  }

  /** The provider surely did not get it. */
  notSent(claimed: Refund, error: GatewayError): Promise<void> {
    if (this.clock.now().getTime() - claimed.createdAt.getTime() > UNSENT_FOR_MS) {
      return this.failed(claimed, { code: error.kind, message: error.message });
    }
    return this.write(claimed, (refund, { at }) => {
      refund.sentAt = null;
      this.postpone(refund, { error, at });
    });
  }

  /** It surely did not happen, and will not: its amount is free for another one. */
  async failed(claimed: Refund, failure: RefundFailure): Promise<void> {
    await this.write(claimed, async (refund, { payment, at, tx }) => {
      const wasUnknown = refund.status === 'unknown';
      refund.end('failed', failure, at);
      if (wasUnknown && !(await this.settlement.hasUnknown(tx, payment, refund.id))) {
        payment.outcomeKnown(`The refund ${toPublicId('refund', refund.id)} has failed.`, at);
      }
      payment.refundFailed(at);
      return [this.eventLog.rowOf(payment, refundEvent('refund.failed', { refund, payment }))];
    });
  }

  /** A person has said what became of it. What has gone back by that word counts like what the provider tells. */
  async resolve(claimed: Refund, { outcome, note }: Finding): Promise<void> {
    await this.write(claimed, async (refund, { payment, at, tx }) => {
      refund.end(outcome, outcome === 'failed' ? RULED_OUT : null, at);
      refund.resolution = { note, at: at.toISOString() };
      if (!(await this.settlement.hasUnknown(tx, payment, refund.id))) payment.outcomeKnown(note, at);
      if (outcome === 'succeeded') await this.countAsGone(tx, { payment, refund, at });
      return [this.eventLog.rowOf(payment, refundEvent(`refund.${outcome}`, { refund, payment }))];
    });
  }

  private async countAsGone(
    tx: Sql,
    { payment, refund, at }: { payment: Payment; refund: Refund; at: Date },
  ): Promise<void> {
    const checkout = await this.repository.checkout({ ...refund.key, id: refund.checkoutId }, tx);
    payment.refundedByWord(checkout, { amount: refund.amount, at });
    await tx.write({ update: [{ row: checkout, set: ['amountRefunded'] }] });
  }

  /** Told once: whoever has cleared the review knows of it. */
  private doubt(refund: Refund, { payment, at }: Pick<Changed, 'payment' | 'at'>): void {
    if (refund.status === 'unknown') return;
    refund.status = 'unknown';
    payment.outcomeUnknown(at);
  }

  private postpone(refund: Refund, { error, at }: { error: GatewayError | undefined; at: Date }): void {
    const failure = error ?? { kind: 'unknown_outcome' as const, retryAfterSeconds: undefined };
    refund.failure = error ? { code: error.kind, message: error.message } : refund.failure;
    refund.leasedUntil = null;
    refund.tries += 1;
    const { tries, createdAt } = refund;
    refund.dueAt = nextTryAt({ tries, createdAt, error: failure, now: at, random: Math.random() });
  }

  private async write(
    claimed: Refund,
    change: (refund: Refund, changed: Changed) => void | Promise<Event[]>,
  ): Promise<void> {
    const paymentKey = { ...claimed.key, id: claimed.paymentId };
    await this.transactor.run(async (tx) => {
      const payment = await this.repository.lock(tx, paymentKey);
      const refund = await this.lock(tx, claimed);
      if (!refund) return;
      const at = this.clock.now();
      refund.updatedAt = at;
      const events = (await change(refund, { payment, at, tx })) ?? [];
      await this.repository.save(tx, { payment, insert: events });
      await tx.write({ update: [{ row: refund, set: COLUMNS }] });
    });
    this.repository.announce(paymentKey);
  }

  /** As long as it is open and nobody has claimed it since. */
  private async lock(tx: Sql, { accountId, mode, id, fence }: Refund): Promise<Refund | undefined> {
    const [refund] = await tx.select(
      Refund,
      `WHERE account_id = $1 AND mode = $2 AND id = $3 AND fence = $4 AND status IN ('pending', 'unknown') FOR UPDATE`,
      [accountId, mode, id, fence],
    );
    return refund;
  }
}
