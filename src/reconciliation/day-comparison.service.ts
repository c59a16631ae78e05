import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppLogger } from '../common/app-logger.js';
import { toPublicId } from '../common/ids.js';
import { Metrics } from '../common/metrics.js';
import type { Connection } from '../connections/connection.entity.js';
import { GatewayError } from '../gateways/gateway-error.js';
import type { FoundPage, FoundPayment, SearchCapability } from '../gateways/payment-gateway.js';
import { CheckoutAdoption, type Orphan } from '../payments/checkout-adoption.service.js';
import { PaymentSync } from '../payments/payment-sync.service.js';
import { antiJoin, missingOf } from './anti-join.js';
import { OwnCheckouts } from './own-checkouts.query.js';
import { dayAfter, startOf } from './reconciliation-days.js';
import type { ReconciledDay } from './reconciled-day.entity.js';
import { StrangersService } from './strangers.service.js';

export type DayFigures = Pick<ReconciledDay, 'listed' | 'unknown' | 'inFlight' | 'differences' | 'missing' | 'asked'>;

export interface DayOfConnection {
  readonly connection: Connection;
  readonly search: SearchCapability;
  /** `2026-11-20`. */
  readonly day: string;
  /** Nothing newer is compared. */
  readonly through: Date;
  /** How far the provider's clock may be from ours, and its list behind. */
  readonly toleranceMs: number;
  readonly signal: AbortSignal;
}

const PACE_WAIT_MS = 500;

/**
 * Compares one UTC day at a provider with ours, both ways. It gives lost pages their rows and asks for looks, which may be
 * done twice: a day that was cut off is done again from its beginning.
 */
@Injectable()
export class DayComparison {
  constructor(
    private readonly checkouts: OwnCheckouts,
    private readonly strangers: StrangersService,
    private readonly adoption: CheckoutAdoption,
    private readonly sync: PaymentSync,
    private readonly metrics: Metrics,
    private readonly logger: AppLogger,
  ) {}

  /** Throws `GatewayError` when the list could not be read to its end: what is not on it says nothing then. */
  async compare(order: DayOfConnection): Promise<DayFigures> {
    const listedIds = new Set<string>();
    const total = { listed: 0, unknown: 0, inFlight: 0, differences: 0 };
    for await (const page of pagesOf(order)) {
      const fresh = page.filter(({ checkout }) => !listedIds.has(checkout.providerPaymentId));
      for (const { checkout } of fresh) listedIds.add(checkout.providerPaymentId);
      const news = await this.comparePage(
        order,
        fresh.filter((payment) => isOfDay(payment, order)),
      );
      total.listed += news.listed;
      total.unknown += news.unknown;
      total.inFlight += news.inFlight;
      total.differences += news.differences;
    }
    const missing = await this.askForMissing(order, listedIds);
    return { ...total, missing, asked: total.differences + missing };
  }

  private async comparePage(order: DayOfConnection, listed: readonly FoundPayment[]) {
    const { connection, toleranceMs } = order;
    const known = await this.checkouts.ofProviderPayments(
      connection,
      listed.map(({ checkout }) => checkout.providerPaymentId),
    );
    const { strangers, different } = antiJoin(listed, known);
    const judged = await this.strangers.judge(connection, { strangers, toleranceMs });
    for (const orphan of judged.orphans) await this.adopt(orphan);
    await this.ask(connection, 'difference', different);
    return { ...judged, listed: listed.length, differences: different.length };
  }

  private async askForMissing(order: DayOfConnection, listedIds: ReadonlySet<string>): Promise<number> {
    const { connection, day, through, toleranceMs } = order;
    const to = Math.min(startOf(dayAfter(day)).getTime(), through.getTime() - toleranceMs);
    let asked = 0;
    for await (const ours of this.checkouts.createdBetween(connection, { from: startOf(day), to: new Date(to) })) {
      const missing = missingOf(ours, listedIds);
      await this.ask(connection, 'missing', missing);
      asked += missing.length;
    }
    return asked;
  }

  private async ask(connection: Connection, kind: string, checkouts: readonly { id: string }[]): Promise<void> {
    await this.sync.askUnhurried(
      connection,
      checkouts.map(({ id }) => id),
    );
    this.metrics.reconciliationFindings.inc({ kind }, checkouts.length);
  }

  private async adopt(orphan: Orphan): Promise<void> {
    if (!(await this.adoption.adopt(orphan))) return;
    const { status } = orphan.found.snapshot;
    const hasMoney = status === 'paid' || status === 'authorized';
    this.metrics.reconciliationFindings.inc({ kind: hasMoney ? 'orphan_with_money' : 'orphan' });
    this.logger.warn(
      {
        connection: toPublicId('connection', orphan.connection.id),
        payment: toPublicId('payment', orphan.paymentId),
        providerPaymentId: orphan.found.checkout.providerPaymentId,
        status,
      },
      'the provider has a page of ours that was lost',
    );
  }
}

/** The whole day and a little more, since an instant of ours may be another day of theirs. Throws `GatewayError`, and what the signal was aborted with. */
async function* pagesOf(order: DayOfConnection): AsyncIterable<readonly FoundPayment[]> {
  const { day, through, toleranceMs } = order;
  const from = new Date(startOf(day).getTime() - toleranceMs);
  const to = new Date(Math.min(startOf(dayAfter(day)).getTime() + toleranceMs, through.getTime()));
  let cursor: string | null = null;
  do {
    const page: FoundPage = await patientPage(order, () => order.search.page({ from, to }, cursor));
    yield page.found;
    cursor = page.next;
  } while (cursor !== null);
}

/** Whoever pages steps back behind others who call the provider, and has time to come again. */
async function patientPage({ signal }: DayOfConnection, call: () => Promise<FoundPage>): Promise<FoundPage> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof GatewayError) || !error.isOwnPace) throw error;
      await delay(PACE_WAIT_MS, undefined, { signal });
    }
  }
}

function isOfDay({ createdAt }: FoundPayment, { day }: DayOfConnection): boolean {
  return createdAt >= startOf(day) && createdAt < startOf(dayAfter(day));
}
