import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { Clock } from '../common/clock.js';
import { wrongField } from '../common/domain-error.js';
import { Database } from '../database/database.js';

/** From inclusive, to exclusive. */
export interface ReportPeriod {
  readonly from: Date;
  readonly to: Date;
}

const BEFORE_EVERYTHING = new Date(0);

/** What a caller means by `from` and `to`. */
@Injectable()
export class ReportPeriods {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * A day begins at midnight by the account's clock, as its accountant's does. No period ends later than now: a report
   * could otherwise grow for as long as it is read. Throws `validation_failed` when it ends before it begins.
   */
  async of(caller: Caller, asked: { from: string | undefined; to: string | undefined }): Promise<ReportPeriod> {
    const now = this.clock.now();
    const from = asked.from === undefined ? BEFORE_EVERYTHING : await this.instantOf(caller, asked.from);
    const to = asked.to === undefined ? now : await this.instantOf(caller, asked.to);
    if (asked.to !== undefined && to < from) throw wrongField('to', 'period', 'to must not be before from');
    return { from, to: to < now ? to : now };
  }

  private async instantOf({ accountId }: Caller, asked: string): Promise<Date> {
    if (asked.includes('T') || asked.includes('t')) return new Date(asked);
    const [row] = await this.database.query<{ at: Date }>(
      'SELECT $2::date::timestamp AT TIME ZONE time_zone AS at FROM accounts WHERE id = $1',
      [accountId, asked],
    );
    return row!.at;
  }
}
