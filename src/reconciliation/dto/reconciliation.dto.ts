import { toPublicId } from '../../common/ids.js';
import { MoneySumDto } from '../../common/money.dto.js';
import type { Mode } from '../../gateways/payment-gateway.js';
import type { PaymentStatus } from '../../payments/payment-status.js';
import type { AccountDay } from '../account-day.js';
import type { ConnectionDay } from '../connection-day.js';
import type { ControlTotal, ControlTotals } from '../control-totals.query.js';

/** What one provider took in one currency. */
export class ControlTotalDto {
  /** A provider, or `outside` for money that you recorded. */
  provider: string;
  /** @example 'GBP' */
  currency: string;
  /**
   * Payments. One that was paid twice, at two providers, counts at both.
   * @example 1
   */
  count: number;
  paid: MoneySumDto;
  /** Of that, what has gone back until now, whenever that was. */
  refunded: MoneySumDto;
  net: MoneySumDto;

  static from({ provider, currency, count, paid, refunded }: ControlTotal): ControlTotalDto {
    const money = (value: number) => ({ value, currency });
    return { provider, currency, count, paid: money(paid), refunded: money(refunded), net: money(paid - refunded) };
  }
}

export class StatusCountDto {
  status: PaymentStatus;
  /** @example 1 */
  count: number;
}

/** Pages of ours whose creation had got lost, and that were found at the provider. */
export class OrphanCountsDto {
  /** Their money was taken, or is held, and is on its payment. */
  adopted: number;
  /** They were closed before anybody paid there. */
  closed: number;
  /** Found, and not closed or recorded yet. */
  underWay: number;
}

export class ReconciliationFailureDto {
  since: string;
  /** @example 'not_sent' */
  code: string;
  message: string;
}

/** How far the connection has been compared with its provider for that day. */
export class ConnectionReconciliationDto {
  /** @example 'con_01h455vb4pex5vsknk084sn02q' */
  connectionId: string;
  provider: string;
  /** @example 'Main location' */
  name: string;
  /** `list`: all that the provider created is compared. `look`: it has no list, and what is open is looked at, one by one. */
  method: 'list' | 'look';
  /** `complete`: to the day's end. `partial`: so far, `through` says. `none`: not yet, or not for that day. */
  state: 'complete' | 'partial' | 'none';
  /** When last. */
  checkedAt: string | null;
  /** Until which instant. */
  through: string | null;
  /** Payments that the provider created; like the figures below, null where there is no list. */
  listed: number | null;
  orphans: OrphanCountsDto;
  /** Listed, and not this connection's: made by other means, or by another installation. Counted, and left alone. */
  unknown: number | null;
  /** Stood otherwise at the provider, and were looked at. */
  differences: number | null;
  /** Ours, open or paid, and not listed; they were looked at. */
  missing: number | null;
  /** Looks that were asked for. */
  asked: number | null;
  /** Why it does not get on; null: it does. */
  failure: ReconciliationFailureDto | null;
  /** When it goes on. */
  nextAt: string | null;

  static from(day: ConnectionDay): ConnectionReconciliationDto {
    const { connection, run, figures } = day;
    const failure = run?.failure ? { since: run.failingSince!.toISOString(), ...run.failure } : null;
    return {
      connectionId: toPublicId('connection', connection.id),
      provider: connection.provider,
      name: connection.name,
      method: day.method,
      state: day.state,
      checkedAt: day.checkedAt?.toISOString() ?? null,
      through: day.through?.toISOString() ?? null,
      listed: figures.listed,
      orphans: day.orphans,
      unknown: figures.unknown,
      differences: figures.differences,
      missing: figures.missing,
      asked: figures.asked,
      failure,
      nextAt: run?.dueAt?.toISOString() ?? null,
    };
  }
}

/** A day's control totals. */
export class ReconciliationDto {
  object: 'reconciliation';
  /** @example '2026-11-20' */
  date: string;
  mode: Mode;
  /**
   * The account's: the day is one by its clock.
   * @example 'Europe/London'
   */
  timeZone: string;
  /** The day's first instant. */
  from: string;
  /** The next day's first instant. */
  to: string;
  /**
   * Payments that were paid that day, by their `paidAt`.
   * @example 1
   */
  count: number;
  totals: ControlTotalDto[];
  /** Of these payments, how they stand now. */
  statuses: StatusCountDto[];
  /** Of these payments, those that a person must look at. */
  inReview: number;
  /**
   * SHA-256, in hex, over their ids in ascending order with a line feed behind each: equal, and both sides mean the same payments.
   * @example 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
   */
  idsSha256: string;
  connections: ConnectionReconciliationDto[];

  static from(
    { date, timeZone, from, to }: AccountDay,
    { mode, totals, connections }: { mode: Mode; totals: ControlTotals; connections: readonly ConnectionDay[] },
  ): ReconciliationDto {
    return {
      object: 'reconciliation',
      date,
      mode,
      timeZone,
      from: from.toISOString(),
      to: to.toISOString(),
      count: totals.count,
      totals: totals.totals.map((total) => ControlTotalDto.from(total)),
      statuses: [...totals.statuses],
      inReview: totals.inReview,
      idsSha256: totals.idsSha256,
      connections: connections.map((day) => ConnectionReconciliationDto.from(day)),
    };
  }
}
