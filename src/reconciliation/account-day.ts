import { Injectable } from '@nestjs/common';
import { wrongField } from '../common/domain-error.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { dayAfter, dayOf, isDay } from './reconciliation-days.js';

/** A day by the clock of the account's time zone: 23 to 25 hours. */
export interface AccountDay {
  /** `2026-11-20`. */
  readonly date: string;
  readonly timeZone: string;
  /** Inclusive. */
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** What a caller means by a date: its accountant's day, as in the reports. */
@Injectable()
export class AccountDays {
  constructor(private readonly database: Database) {}

  /** Throws `validation_failed` for what is no date. */
  async of({ accountId }: Pick<RowKey, 'accountId'>, date: string): Promise<AccountDay> {
    if (!isDay(date)) throw wrongField('date', 'date', 'date must be a day such as 2026-11-20');
    const [row] = await this.database.query<{ from: Date; to: Date; time_zone: string }>(
      `SELECT time_zone, $2::date::timestamp AT TIME ZONE time_zone AS from,
         ($2::date + 1)::timestamp AT TIME ZONE time_zone AS to
       FROM accounts WHERE id = $1`,
      [accountId, date],
    );
    const { from, to, time_zone: timeZone } = row!;
    return { date, timeZone, from, to };
  }
}

/** The UTC days that it touches, one or two, oldest first. */
export function utcDaysOf({ from, to }: Pick<AccountDay, 'from' | 'to'>): string[] {
  const days = [dayOf(from)];
  const last = dayOf(new Date(to.getTime() - 1));
  while (days.at(-1)! < last) days.push(dayAfter(days.at(-1)!));
  return days;
}
