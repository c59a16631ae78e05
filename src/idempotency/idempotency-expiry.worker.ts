import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { WorkerTask } from '../database/worker-loop.js';

const BATCH = 1000;

/** Forgets keys whose thirty days are over, a batch at a time. */
@Injectable()
export class IdempotencyExpiryWorker implements WorkerTask {
  readonly name = 'idempotency-expiry';
  readonly topic = 'idempotency-expiry';
  readonly pollMs = 60_000;

  constructor(private readonly database: Database) {}

  async tick(): Promise<boolean> {
    const deleted = await this.database.run(
      `WITH expired AS MATERIALIZED (
         SELECT account_id, mode, route, key FROM idempotency_keys WHERE expires_at <= now()
         ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       DELETE FROM idempotency_keys USING expired
       WHERE idempotency_keys.account_id = expired.account_id AND idempotency_keys.mode = expired.mode
         AND idempotency_keys.route = expired.route AND idempotency_keys.key = expired.key`,
      [BATCH],
    );
    return deleted === BATCH;
  }
}
