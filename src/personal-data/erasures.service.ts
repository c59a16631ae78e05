import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { Database } from '../database/database.js';
import { databaseErrorCode } from '../database/database-error.js';
import type { RowKey } from '../database/owned-row.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { Waker } from '../database/waker.js';
import { AddressSeals } from './address-seals.js';
import { Erasure } from './erasure.entity.js';
import { WAITING_REASON, type WaitingReason } from './waiting.js';

export const ERASURES_TOPIC = 'erasures';
const UNIQUE_VIOLATION = '23505';
const MOST_SHOWN = 100;

export interface WaitingPayment {
  readonly id: string;
  readonly reason: WaitingReason;
}

/** What is left of an erasure. */
export interface Rest {
  /** Payments that cannot be erased yet, the first hundred of them. */
  readonly waiting: readonly WaitingPayment[];
  readonly waitingCount: number;
  /** Payments that can be, or that are to be gone through once more. */
  readonly underWayCount: number;
}

/** Takes wishes to be forgotten, and tells what became of them. */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly seals: AddressSeals,
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly waker: Waker,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes the wish; workers do the rest. While one about the same address is under way it is that one, begun anew, so that
   * it holds what was made meanwhile.
   */
  async request(key: RowKey, address: string): Promise<Erasure> {
    const erasure = await this.note(key, address).catch((error: unknown) => {
      // A twin was faster: it is under way now.
      if (databaseErrorCode(error) === UNIQUE_VIOLATION) return this.note(key, address);
      throw error;
    });
    this.waker.wake(ERASURES_TOPIC);
    return erasure;
  }

  async get(key: RowKey): Promise<Erasure> {
    const erasure = await this.find(this.database, key);
    if (!erasure) throw new DomainError('not_found', 'There is no such erasure.');
    return erasure;
  }

  async restOf({ accountId, mode, id }: RowKey): Promise<Rest> {
    const rows = await this.database.query<{ id: string; reason: WaitingReason | null; waiting: number; all: number }>(
      `SELECT id, reason, count(*) FILTER (WHERE reason IS NOT NULL) OVER () AS waiting, count(*) OVER () AS all
       FROM (
         SELECT p.id, CASE WHEN p.erased_at IS NULL THEN ${WAITING_REASON} END AS reason
         FROM payments p WHERE p.account_id = $1 AND p.mode = $2 AND p.erasure_id = $3) rest
       ORDER BY reason IS NULL, id LIMIT $4`,
      [accountId, mode, id, MOST_SHOWN],
    );
    const waiting = rows.flatMap((row) => (row.reason === null ? [] : [{ id: row.id, reason: row.reason }]));
    const { waiting: waitingCount = 0, all = 0 } = rows[0] ?? {};
    return { waiting, waitingCount, underWayCount: all - waitingCount };
  }

  private note(key: RowKey, address: string): Promise<Erasure> {
    const addressHash = this.seals.hashOf(key, address);
    return this.transactor.run(async (tx) => {
      // A retry after a crash goes by the same id.
      const known = await this.find(tx, key);
      if (known) return known;
      const [underWay] = await tx.select(
        Erasure,
        'WHERE account_id = $1 AND mode = $2 AND address_hash = $3 AND finished_at IS NULL FOR UPDATE',
        [key.accountId, key.mode, addressHash],
      );
      const row = underWay ?? this.draft(key, addressHash);
      // Whoever is at it has lost it: what it finds out is not the last word any more.
      const begun = { collectedAt: null, dueAt: this.clock.now(), leasedUntil: null, fence: row.fence + 1 };
      Object.assign(row, begun, { address: this.seals.seal(row.key, address) });
      const set = ['collectedAt', 'dueAt', 'leasedUntil', 'fence', 'address'];
      await tx.write(underWay ? { update: [{ row, set }] } : { insert: [row] });
      return row;
    });
  }

  private draft({ accountId, mode, id }: RowKey, addressHash: Buffer): Erasure {
    return Object.assign(new Erasure(), {
      accountId,
      mode,
      id,
      cause: 'request',
      addressHash,
      endedBefore: null,
      erasedPayments: 0,
      erasedNotifications: 0,
      finishedAt: null,
      fence: 0,
      createdAt: this.clock.now(),
    });
  }

  private async find(sql: Sql, { accountId, mode, id }: RowKey): Promise<Erasure | undefined> {
    const [erasure] = await sql.select(Erasure, 'WHERE account_id = $1 AND mode = $2 AND id = $3', [
      accountId,
      mode,
      id,
    ]);
    return erasure;
  }
}
