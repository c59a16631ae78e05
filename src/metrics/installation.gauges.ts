import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { AppLogger } from '../common/app-logger.js';
import { Metrics } from '../common/metrics.js';
import { InstallationStateQuery, type InstallationState } from './installation-state.query.js';

/** Several scrapers, or an impatient one, cost the database no more than one. */
const FRESH_MS = 5000;
/** Well below Prometheus's own patience: what this process counts is told also while the database is silent. */
const PATIENCE_MS = 3000;

/** Gauges of what stands in the database. When it cannot be read they are absent, rather than as they were. */
@Injectable()
export class InstallationGauges {
  private readonly up: Gauge;
  private readonly oldestDue: Gauge<'kind'>;
  private readonly inboxLag: Gauge;
  private readonly reviews: Gauge<'mode' | 'reason'>;
  private readonly unsettled: Gauge<'mode' | 'kind'>;
  private readonly oldestUnsettled: Gauge<'mode' | 'kind'>;
  private readonly unbooked: Gauge<'mode'>;
  private readonly oldestUnbooked: Gauge<'mode'>;
  private readonly pausedEndpoints: Gauge<'mode' | 'reason'>;
  private readonly oldestReconciliation: Gauge;
  private reading: Promise<void> | null = null;
  private readAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly query: InstallationStateQuery,
    private readonly logger: AppLogger,
    { registry }: Metrics,
  ) {
    const registers = [registry];
    this.up = new Gauge({
      name: 'dunlin_database_up',
      help: 'Whether the database answered when it was last asked for the figures below',
      registers,
    });
    this.oldestDue = new Gauge({
      name: 'dunlin_oldest_due_seconds',
      help: 'For how long the oldest due work of each kind has been due',
      labelNames: ['kind'],
      registers,
    });
    this.inboxLag = new Gauge({
      name: 'dunlin_inbox_lag_seconds',
      help: 'For how long the oldest look that a webhook or a returning payer asked for has been waited for',
      registers,
    });
    this.reviews = new Gauge({
      name: 'dunlin_payments_in_review',
      help: 'Payments that a person must look at; counted up to 10000 in all',
      labelNames: ['mode', 'reason'],
      registers,
    });
    this.unsettled = new Gauge({
      name: 'dunlin_unsettled_money',
      help: 'Refunds and captures of an unknown outcome, and held money that waits to be let go; counted up to 10000 of each kind',
      labelNames: ['mode', 'kind'],
      registers,
    });
    this.oldestUnsettled = new Gauge({
      name: 'dunlin_oldest_unsettled_money_seconds',
      help: 'For how long the oldest of each kind has been so',
      labelNames: ['mode', 'kind'],
      registers,
    });
    this.unbooked = new Gauge({
      name: 'dunlin_payments_unbooked',
      help: 'Payments that are paid and not booked; counted up to 10000 of each mode',
      labelNames: ['mode'],
      registers,
    });
    this.oldestUnbooked = new Gauge({
      name: 'dunlin_oldest_unbooked_seconds',
      help: 'For how long the oldest unbooked payment has been paid',
      labelNames: ['mode'],
      registers,
    });
    this.pausedEndpoints = new Gauge({
      name: 'dunlin_endpoints_paused',
      help: 'Webhook endpoints that get nothing until they are resumed',
      labelNames: ['mode', 'reason'],
      registers,
    });
    this.oldestReconciliation = new Gauge({
      name: 'dunlin_oldest_reconciliation_seconds',
      help: 'For how long the connection that waits longest has not been compared with its provider to the end',
      registers,
    });
  }

  /** Never fails. Whoever asks while the database is being asked gets the same answer. */
  async refresh(): Promise<void> {
    if (performance.now() - this.readAtMs < FRESH_MS) return;
    this.reading ??= this.read().finally(() => (this.reading = null));
    const isRead = this.reading.then(() => true);
    if (!(await Promise.race([isRead, delay(PATIENCE_MS, false, { ref: false })]))) this.lose();
  }

  private async read(): Promise<void> {
    try {
      const state = await this.query.read();
      this.clear();
      this.show(state);
      this.up.set(1);
    } catch (err) {
      this.lose();
      this.logger.warn({ err }, 'the database gave no figures for the metrics');
    }
    this.readAtMs = performance.now();
  }

  private lose(): void {
    this.clear();
    this.up.set(0);
  }

  private clear(): void {
    for (const gauge of [this.oldestDue, this.reviews, this.unsettled, this.oldestUnsettled]) gauge.reset();
    for (const gauge of [this.unbooked, this.oldestUnbooked, this.pausedEndpoints]) gauge.reset();
    this.inboxLag.remove();
    this.oldestReconciliation.remove();
  }

  private show(state: InstallationState): void {
    for (const [kind, seconds] of Object.entries(state.oldestDueSeconds)) this.oldestDue.set({ kind }, seconds);
    this.inboxLag.set(state.oldestAskedLookSeconds);
    if (state.oldestReconciliationSeconds !== null) this.oldestReconciliation.set(state.oldestReconciliationSeconds);
    for (const { mode, reason, count } of state.reviews) this.reviews.set({ mode, reason }, count);
    for (const { mode, reason, count } of state.pausedEndpoints) this.pausedEndpoints.set({ mode, reason }, count);
    for (const { mode, kind, count, oldestSeconds } of state.unsettled) {
      this.unsettled.set({ mode, kind }, count);
      this.oldestUnsettled.set({ mode, kind }, oldestSeconds);
    }
    for (const { mode, count, oldestSeconds } of state.unbooked) {
      this.unbooked.set({ mode }, count);
      this.oldestUnbooked.set({ mode }, oldestSeconds);
    }
  }
}
