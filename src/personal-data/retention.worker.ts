import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { AppConfig } from '../config/app-config.js';
import { Database } from '../database/database.js';
import { Waker } from '../database/waker.js';
import type { WorkerTask } from '../database/worker-loop.js';
import { ERASURES_TOPIC } from './erasures.service.js';
import { WAITING_REASON } from './waiting.js';

/** Begins an erasure of what is older than its account wants to keep it, in either mode. One at a time of each. */
@Injectable()
export class RetentionWorker implements WorkerTask {
  readonly name = 'retention';
  readonly topic = 'retention';
  readonly pollMs: number;

  constructor(
    private readonly database: Database,
    private readonly waker: Waker,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.pollMs = config.personalDataSeconds * 1000;
  }

  async tick(): Promise<boolean> {
    const begun = await this.database.run(
      `INSERT INTO erasures (account_id, mode, id, cause, ended_before, erased_payments, erased_notifications, due_at, fence, created_at)
       SELECT a.id, m.mode, new_id(), 'retention', $1::timestamptz - make_interval(days => a.personal_data_days), 0, 0, $1::timestamptz, 0, $1::timestamptz
       FROM accounts a CROSS JOIN (VALUES ('sandbox'), ('live')) AS m (mode)
       WHERE a.personal_data_days IS NOT NULL AND EXISTS (
         SELECT FROM payments p
         WHERE p.account_id = a.id AND p.mode = m.mode AND p.erased_at IS NULL AND p.erasure_id IS NULL
           AND p.status IN ('paid', 'partially_refunded', 'refunded', 'canceled', 'expired')
           AND p.updated_at < $1::timestamptz - make_interval(days => a.personal_data_days) AND (${WAITING_REASON}) IS NULL)
       ON CONFLICT DO NOTHING`,
      [this.clock.now()],
    );
    if (begun > 0) this.waker.wake(ERASURES_TOPIC);
    return false;
  }
}
