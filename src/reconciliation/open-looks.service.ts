import { Injectable } from '@nestjs/common';
import type { Connection } from '../connections/connection.entity.js';
import { PaymentSync } from '../payments/payment-sync.service.js';
import type { DayFigures } from './day-comparison.service.js';
import { OwnCheckouts } from './own-checkouts.query.js';

/** What can be done where a provider lists nothing: look at all that is open. A page that nobody knows of stays unknown. */
@Injectable()
export class OpenLooks {
  constructor(
    private readonly checkouts: OwnCheckouts,
    private readonly sync: PaymentSync,
  ) {}

  /** Asks for a look at each that was not looked at since. */
  async ask(connection: Connection, since: Date): Promise<DayFigures> {
    let asked = 0;
    for await (const batch of this.checkouts.unseenSince(connection, since)) {
      await this.sync.askUnhurried(
        connection,
        batch.map(({ id }) => id),
      );
      asked += batch.length;
    }
    return { listed: null, unknown: null, inFlight: null, differences: null, missing: null, asked };
  }
}
