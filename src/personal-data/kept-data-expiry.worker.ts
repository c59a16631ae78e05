import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Transactor } from '../database/transactor.js';
import type { WorkerTask } from '../database/worker-loop.js';

const BATCH = 500;
/** As long as anybody disputes a payment: what a provider said, word for word. */
const WEBHOOK_DAYS = 90;
/** As long as a delivery is looked into that went wrong. */
const RESPONSE_DAYS = 30;

/**
 * Empties what was kept as it came, for people to look into, when it is old: providers' webhooks and endpoints' answers. Whose
 * data is in them nobody knows. The rows stay: what came, when, and that it came once.
 */
@Injectable()
export class KeptDataExpiryWorker implements WorkerTask {
  readonly name = 'kept-data-expiry';
  readonly topic = 'kept-data-expiry';
  readonly pollMs: number;

  constructor(
    private readonly transactor: Transactor,
    config: AppConfig,
  ) {
    this.pollMs = config.personalDataSeconds * 1000;
  }

  async tick(): Promise<boolean> {
    const webhooks = await this.transactor.run(async (tx) => {
      await tx.query(`SELECT set_config('dunlin.erasing', 'on', true)`);
      return tx.run(OLD_WEBHOOKS, [WEBHOOK_DAYS, BATCH]);
    });
    const responses = await this.transactor.run((tx) => tx.run(OLD_RESPONSES, [RESPONSE_DAYS, BATCH]));
    return webhooks === BATCH || responses === BATCH;
  }
}

const OLD_WEBHOOKS = `
  UPDATE received_webhooks SET body = '', headers = '{}', erased_at = now()
  WHERE (account_id, mode, id) IN (
    SELECT account_id, mode, id FROM received_webhooks
    WHERE erased_at IS NULL AND received_at < now() - make_interval(days => $1)
    ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)`;

const OLD_RESPONSES = `
  UPDATE delivery_attempts SET response = ''
  WHERE (account_id, mode, delivery_id, number) IN (
    SELECT account_id, mode, delivery_id, number FROM delivery_attempts
    WHERE response <> '' AND at < now() - make_interval(days => $1)
    ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)`;
