import type { Connection } from '../connections/connection.entity.js';
import type { DayFigures } from './day-comparison.service.js';
import { dayAfter, startOf } from './reconciliation-days.js';
import type { ReconciledDay } from './reconciled-day.entity.js';
import type { Reconciliation } from './reconciliation.entity.js';

/** Lost pages of ours that were found, by what has become of them. */
export interface OrphanCounts {
  /** Their money was taken, or is held. */
  readonly adopted: number;
  /** They can be paid no more, and never were. */
  readonly closed: number;
  /** The look that closes them, or records what they took, has not had its answer yet. */
  readonly underWay: number;
}

/** What is on record of one connection and some UTC days in a row. */
export interface ConnectionRecord {
  readonly connection: Connection;
  readonly method: 'list' | 'look';
  readonly run: Reconciliation | undefined;
  /** Those of the days that were compared. */
  readonly results: readonly ReconciledDay[];
  readonly orphans: OrphanCounts;
}

/** How far a connection has been compared with its provider for these days, and what that brought. */
export interface ConnectionDay extends Omit<ConnectionRecord, 'results'> {
  readonly state: 'complete' | 'partial' | 'none';
  readonly checkedAt: Date | null;
  readonly through: Date | null;
  readonly figures: { readonly [Name in keyof DayFigures]: number | null };
}

/** `days` are UTC days, oldest first. */
export function connectionDayOf({ results, ...record }: ConnectionRecord, days: readonly string[]): ConnectionDay {
  const ends = days.map((day) => startOf(dayAfter(day)));
  // What is open is looked at whatever day it is from.
  const throughs =
    record.method === 'list'
      ? days.map((day) => results.find((result) => result.day === day)?.through ?? null)
      : days.map(() => record.run?.reconciledTo ?? null);
  const isComplete = throughs.every((through, index) => through !== null && through >= ends[index]!);
  const reached = throughs.filter((through, index) => through !== null && through > startOf(days[index]!));
  return {
    ...record,
    state: isComplete ? 'complete' : reached.length > 0 ? 'partial' : 'none',
    checkedAt: latest(results.map(({ checkedAt }) => checkedAt)),
    through: latest(throughs),
    figures: {
      listed: sum(results.map(({ listed }) => listed)),
      unknown: sum(results.map(({ unknown }) => unknown)),
      inFlight: sum(results.map(({ inFlight }) => inFlight)),
      differences: sum(results.map(({ differences }) => differences)),
      missing: sum(results.map(({ missing }) => missing)),
      asked: sum(results.map(({ asked }) => asked)),
    },
  };
}

function latest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null);
}

function sum(figures: readonly (number | null)[]): number | null {
  const known = figures.filter((figure) => figure !== null);
  return known.length === 0 ? null : known.reduce((total, figure) => total + figure, 0);
}
