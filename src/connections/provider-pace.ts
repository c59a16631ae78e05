import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { GatewayError } from '../gateways/gateway-error.js';

/** Who waits for the call: a person, or a timer that can come back later. */
export type Urgency = 'person' | 'timer';

const PERSON_WAITS_SECONDS = 10;
/** A sweep keeps the queue this short, so that a returning payer is served at once. */
const TIMER_WAITS_TURNS = 4;

/**
 * Spaces the calls of one connection over all processes. A provider's limit is often unpublished and shared by everything
 * that uses one key; whoever runs into it is blind when a payer comes back.
 */
@Injectable()
export class ProviderPace {
  constructor(private readonly database: Database) {}

  /** Resolves when the call may be made. Throws `GatewayError` of kind `rate_limited` when too many wait already. */
  async take(connection: RowKey, call: { operation: string; callsPerSecond: number; urgency: Urgency }): Promise<void> {
    const gapSeconds = 1 / call.callsPerSecond;
    const longestWaitSeconds = call.urgency === 'person' ? PERSON_WAITS_SECONDS : TIMER_WAITS_TURNS * gapSeconds;
    const [turn] = await this.database.query<{ wait_ms: number }>(
      `INSERT INTO provider_paces AS pace (account_id, mode, id, free_at)
       VALUES ($1, $2, $3, now() + make_interval(secs => $4))
       ON CONFLICT (account_id, mode, id) DO UPDATE SET free_at = greatest(pace.free_at, now()) + make_interval(secs => $4)
         WHERE pace.free_at <= now() + make_interval(secs => $5)
       RETURNING (extract(epoch FROM free_at - now()) - $4) * 1000 AS wait_ms`,
      [connection.accountId, connection.mode, connection.id, gapSeconds, longestWaitSeconds],
    );
    if (!turn) {
      const detail = 'more calls wait for this connection than its pace allows';
      throw new GatewayError({
        kind: 'rate_limited',
        operation: call.operation,
        detail,
        retryAfterSeconds: Math.ceil(longestWaitSeconds),
      });
    }
    const waitMs = Number(turn.wait_ms);
    if (waitMs > 1) await delay(waitMs);
  }
}
