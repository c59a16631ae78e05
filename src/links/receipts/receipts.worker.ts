import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { AppConfig } from '../../config/app-config.js';
import type { Transaction } from '../../database/database.js';
import { Transactor } from '../../database/transactor.js';
import type { WorkerTask } from '../../database/worker-loop.js';
import { NUMBERED_TOPIC } from '../../events/event-sequencer.worker.js';
import { NotificationsService } from '../../notifications/notifications.service.js';

/** Accounts at once, and events of each: an account with a long backlog holds no other up. */
const ACCOUNTS = 200;
const EVENTS_PER_ACCOUNT = 500;

interface Behind {
  readonly account_id: string;
  readonly mode: string;
  readonly read: number;
  readonly until: number;
}

/**
 * Queues a receipt for every payment that was paid through a mailed link, of accounts that send receipts. It reads the
 * event log like any other reader, so that paying itself does nothing more than before.
 */
@Injectable()
export class ReceiptsWorker implements WorkerTask {
  readonly name = 'receipts';
  readonly topic = NUMBERED_TOPIC;
  readonly pollMs: number;
  /** A mail may take its time: what is paid meanwhile is read together. */
  readonly paceMs = 250;

  constructor(
    private readonly transactor: Transactor,
    private readonly notifications: NotificationsService,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.pollMs = config.workerPollMs;
  }

  async tick(): Promise<boolean> {
    const read = await this.transactor.run(async (tx) => {
      await this.followSettings(tx);
      const behind = await tx.query<Behind>(
        `SELECT p.account_id, p.mode, p.sequence AS read, least(c.last_sequence, p.sequence + $2) AS until
         FROM receipt_positions p JOIN event_counters c ON c.account_id = p.account_id AND c.mode = p.mode
         WHERE p.sequence < c.last_sequence LIMIT $1 FOR UPDATE OF p SKIP LOCKED`,
        [ACCOUNTS, EVENTS_PER_ACCOUNT],
      );
      if (behind.length > 0) await this.queue(tx, behind);
      return behind.length;
    });
    if (read > 0) this.notifications.announce();
    return read > 0;
  }

  /** Receipts begin with what is paid after they were switched on, and leave no position behind when they are off. */
  private async followSettings(tx: Transaction): Promise<void> {
    await tx.run(
      `INSERT INTO receipt_positions (account_id, mode, sequence)
       SELECT a.id, m.mode, coalesce(c.last_sequence, 0)
       FROM accounts a CROSS JOIN (VALUES ('sandbox'), ('live')) AS m (mode)
       LEFT JOIN event_counters c ON c.account_id = a.id AND c.mode = m.mode
       WHERE a.receipts AND NOT EXISTS (
         SELECT FROM receipt_positions p WHERE p.account_id = a.id AND p.mode = m.mode)
       ON CONFLICT DO NOTHING`,
    );
    await tx.run('DELETE FROM receipt_positions p USING accounts a WHERE a.id = p.account_id AND NOT a.receipts');
  }

  private async queue(tx: Transaction, behind: readonly Behind[]): Promise<void> {
    await tx.run(
      // To whom the link was mailed last; one receipt of each payment, whatever is read twice.
      `WITH behind AS (
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) AS b (account_id, mode, read, until)
       ), receipts AS (
         INSERT INTO notifications
           (account_id, mode, id, link_id, kind, occasion, recipient, locale, status, attempts, due_at, fence, created_at)
         SELECT DISTINCT ON (e.account_id, e.mode, e.payment_id)
           e.account_id, e.mode, new_id(), n.link_id, 'receipt', 'receipt', n.recipient, n.locale, 'queued', 0, $5::timestamptz, 0, $5::timestamptz
         FROM behind b
         JOIN events e ON e.account_id = b.account_id AND e.mode = b.mode AND e.type = 'payment.paid'
           AND e.sequence > b.read AND e.sequence <= b.until
         JOIN links l ON l.account_id = e.account_id AND l.mode = e.mode AND l.payment_id = e.payment_id
         JOIN notifications n ON n.account_id = l.account_id AND n.mode = l.mode AND n.link_id = l.id
           AND n.kind = 'link' AND n.status = 'sent' AND n.recipient <> ''
         ORDER BY e.account_id, e.mode, e.payment_id, n.sent_at DESC
         ON CONFLICT (account_id, mode, link_id, occasion) DO NOTHING)
       UPDATE receipt_positions p SET sequence = b.until FROM behind b
       WHERE p.account_id = b.account_id AND p.mode = b.mode`,
      [
        behind.map((position) => position.account_id),
        behind.map((position) => position.mode),
        behind.map((position) => position.read),
        behind.map((position) => position.until),
        this.clock.now(),
      ],
    );
  }
}
