import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { AppConfig } from '../config/app-config.js';
import type { Connection } from '../connections/connection.entity.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { claimDue } from '../database/claim-due.js';
import { Database } from '../database/database.js';
import { whileLeased } from '../database/lease.js';
import type { RowKey } from '../database/owned-row.js';
import { GatewayError } from '../gateways/gateway-error.js';
import type { PaymentGateway } from '../gateways/payment-gateway.js';
import { DayComparison, type DayFigures } from './day-comparison.service.js';
import { OpenLooks } from './open-looks.service.js';
import { dayAfter, dayOf, firstDay, nextSlot, nextTry, toleranceMs } from './reconciliation-days.js';
import { ReconciliationPlan } from './reconciliation-plan.js';
import { ReconciliationProgress, LostLease } from './reconciliation-progress.js';
import { Reconciliation, type ReconciliationFailure } from './reconciliation.entity.js';

const DAY_SECONDS = 86_400;

/**
 * Compares a connection with its provider, day after day of a window: first begun, then each day noted as it ends, so that
 * a run that was cut off goes on where it was. One at a time for each connection, by the lease on its row.
 */
@Injectable()
export class Reconciliations {
  constructor(
    private readonly plan: ReconciliationPlan,
    private readonly progress: ReconciliationProgress,
    private readonly days: DayComparison,
    private readonly looks: OpenLooks,
    private readonly connections: ConnectionsService,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Runs that are due, leased to us. */
  claim(limit: number): Promise<Reconciliation[]> {
    const { leaseSeconds } = this.config;
    return claimDue(this.database, Reconciliation, { table: 'reconciliations', limit, leaseSeconds });
  }

  /** The run of this connection, leased to us, whether it is due or not. Throws `state_conflict` while another is at it. */
  async claimNow(connection: RowKey): Promise<Reconciliation> {
    await this.plan.plan(connection, this.clock.now());
    const rows = await this.database.query<object>(
      `UPDATE reconciliations SET leased_until = now() + make_interval(secs => $4), fence = fence + 1, due_at = least(due_at, now())
       WHERE account_id = $1 AND mode = $2 AND id = $3 AND (leased_until IS NULL OR leased_until <= now()) RETURNING *`,
      [connection.accountId, connection.mode, connection.id, this.config.leaseSeconds],
    );
    const [claimed] = this.database.hydrate(Reconciliation, rows);
    if (claimed) return claimed;
    throw new DomainError('state_conflict', 'This connection is being reconciled at this moment.', {
      retryAfterSeconds: this.config.leaseSeconds,
    });
  }

  /**
   * Brings a claimed run to its end. A failure puts it off and is thrown on: the next try goes on with the day that failed.
   * Aborted, it stops after the page it is at, and is due again at once.
   */
  async run(claimed: Reconciliation, signal: AbortSignal): Promise<void> {
    const lease = { table: 'reconciliations', row: claimed, leaseSeconds: this.config.leaseSeconds };
    try {
      await whileLeased(this.database, lease, () => this.runLeased(claimed, signal));
    } catch (error) {
      // Whoever has it now goes on from where we were.
      if (error instanceof LostLease) return;
      if (signal.aborted) return this.progress.release(claimed);
      await this.putOff(claimed, error);
      throw error;
    }
  }

  private async runLeased(claimed: Reconciliation, signal: AbortSignal): Promise<void> {
    const connection = await this.connections.get(claimed.key);
    const gateway = this.connections.gatewayOf(connection, 'timer');
    const run = await this.begin(claimed, { connection, gateway });
    const lastDay = dayOf(run.through);
    for (let day = run.nextDay; day <= lastDay; day = dayAfter(day)) {
      signal.throwIfAborted();
      const figures = await this.figuresOf(gateway, { connection, day, through: run.through, signal });
      await this.progress.dayDone(claimed, { day, through: run.through, figures });
    }
    await this.progress.finish(claimed, { through: run.through, dueAt: this.nextDue(claimed) });
  }

  private async begin(
    claimed: Reconciliation,
    { connection, gateway }: { connection: Connection; gateway: PaymentGateway },
  ): Promise<{ through: Date; nextDay: string }> {
    const { through, nextDay, reconciledTo } = claimed;
    if (through !== null && nextDay !== null) return { through, nextDay };
    const now = this.clock.now();
    const connectedAt = connection.createdAt;
    // Without a list there is nothing to go through day by day: what is open is open today.
    const first = gateway.search ? firstDay({ reconciledTo, connectedAt, through: now }) : dayOf(now);
    return this.progress.begin(claimed, { through: now, nextDay: first });
  }

  private figuresOf(
    { search }: PaymentGateway,
    day: { connection: Connection; day: string; through: Date; signal: AbortSignal },
  ): Promise<DayFigures> {
    const tolerance = toleranceMs(this.intervalSeconds);
    if (!search) return this.looks.ask(day.connection, new Date(day.through.getTime() - this.intervalSeconds * 500));
    return this.days.compare({ ...day, search, toleranceMs: tolerance });
  }

  private async putOff(claimed: Reconciliation, error: unknown): Promise<void> {
    const now = this.clock.now();
    const failedTries = claimed.failedTries + 1;
    const retryAfterSeconds = error instanceof GatewayError ? error.retryAfterSeconds : undefined;
    const dueAt = nextTry({ now, failedTries, retryAfterSeconds, seconds: this.intervalSeconds });
    await this.progress.putOff(claimed, { failure: failureOf(error), dueAt });
  }

  private nextDue({ id }: Reconciliation): Date {
    return nextSlot({ connectionId: id, after: this.clock.now(), seconds: this.intervalSeconds });
  }

  /** By hand it may be run where it is switched off. */
  private get intervalSeconds(): number {
    return this.config.reconciliationSeconds || DAY_SECONDS;
  }
}

/** An error of ours might quote anything; its place is the log. */
function failureOf(error: unknown): ReconciliationFailure {
  if (error instanceof GatewayError) return { code: error.kind, message: error.message };
  return { code: 'internal', message: 'It failed for a reason of our own, which the log tells.' };
}
