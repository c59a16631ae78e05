import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/domain-error.js';
import { Database } from '../../../database/database.js';
import type { RowKey } from '../../../database/owned-row.js';

/** Longer than a run can take: whoever holds the slot and dies does not hold it for long. */
const HELD_SECONDS = 30;
const PAUSE_SECONDS = 3;

/**
 * One run of an endpoint at once, over all processes, and a pause after each. Nothing is locked meanwhile: a row says when
 * the endpoint is free again.
 */
@Injectable()
export class CertificateSlots {
  constructor(private readonly database: Database) {}

  /** @throws DomainError `state_conflict` while another run has the slot, or ended just now */
  async hold<Result>(endpoint: RowKey, run: () => Promise<Result>): Promise<Result> {
    await this.take(endpoint);
    try {
      return await run();
    } finally {
      // What cannot be freed now is free soon by itself.
      await this.free(endpoint).catch(() => undefined);
    }
  }

  private async take({ accountId, mode, id }: RowKey): Promise<void> {
    const taken = await this.database.run(
      `INSERT INTO certificate_slots AS held (account_id, mode, endpoint_id, free_at)
       VALUES ($1, $2, $3, now() + make_interval(secs => $4))
       ON CONFLICT (account_id, mode, endpoint_id) DO UPDATE SET free_at = EXCLUDED.free_at WHERE held.free_at <= now()`,
      [accountId, mode, id, HELD_SECONDS],
    );
    if (taken > 0) return;
    throw new DomainError(
      'state_conflict',
      'This endpoint is being certified, or was just now. Wait, then ask again.',
      {
        retryAfterSeconds: PAUSE_SECONDS,
      },
    );
  }

  private async free({ accountId, mode, id }: RowKey): Promise<void> {
    await this.database.run(
      `UPDATE certificate_slots SET free_at = now() + make_interval(secs => $4)
       WHERE account_id = $1 AND mode = $2 AND endpoint_id = $3`,
      [accountId, mode, id, PAUSE_SECONDS],
    );
  }
}
