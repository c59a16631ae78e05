import { Injectable } from '@nestjs/common';
import type { Connection } from '../connections/connection.entity.js';
import { Database } from '../database/database.js';
import { Checkout } from '../payments/checkout.entity.js';

const BATCH = 1000;
/** A row's id is as old as its `created_at`, give or take what two clocks of ours differ by. */
const ID_MARGIN_MS = 3600_000;

/** A connection's checkouts, as a comparison reads them: each statement goes by an index and ends after a batch. */
@Injectable()
export class OwnCheckouts {
  constructor(private readonly database: Database) {}

  ofProviderPayments({ accountId, mode, id }: Connection, providerPaymentIds: readonly string[]): Promise<Checkout[]> {
    return this.database.select(
      Checkout,
      'WHERE account_id = $1 AND mode = $2 AND connection_id = $3 AND provider_payment_id = ANY ($4)',
      [accountId, mode, id, providerPaymentIds],
    );
  }

  /** Those with a page that is not closed, batch by batch. Ids are in the order of time, which spares an index. */
  async *createdBetween(
    { accountId, mode, id }: Connection,
    { from, to }: { from: Date; to: Date },
  ): AsyncIterable<readonly Checkout[]> {
    const last = lowestIdOf(new Date(to.getTime() + ID_MARGIN_MS));
    let after = lowestIdOf(new Date(from.getTime() - ID_MARGIN_MS));
    for (;;) {
      const rows = await this.database.select(
        Checkout,
        `WHERE account_id = $1 AND mode = $2 AND id > $4 AND id < $5 AND connection_id = $3
           AND status IN ('open', 'authorized', 'paid') AND found IS NULL AND created_at >= $6 AND created_at < $7
         ORDER BY id LIMIT $8`,
        [accountId, mode, id, after, last, from, to, BATCH],
      );
      yield rows;
      if (rows.length < BATCH) return;
      after = rows.at(-1)!.id;
    }
  }

  /** Those that can perhaps still be paid and were not looked at since, batch by batch. */
  async *unseenSince({ accountId, mode, id }: Connection, since: Date): AsyncIterable<readonly Checkout[]> {
    let after = lowestIdOf(new Date(0));
    for (;;) {
      const rows = await this.database.select(
        Checkout,
        `WHERE account_id = $1 AND mode = $2 AND connection_id = $3 AND id > $4 AND status IN ('open', 'authorized')
           AND coalesce(looked_at, created_at) < $5
         ORDER BY id LIMIT $6`,
        [accountId, mode, id, after, since, BATCH],
      );
      yield rows;
      if (rows.length < BATCH) return;
      after = rows.at(-1)!.id;
    }
  }
}

/** The UUIDv7 below all that are made at that instant. */
function lowestIdOf(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
