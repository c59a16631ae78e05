import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { DomainError, wrongField } from '../common/domain-error.js';
import { Database } from '../database/database.js';
import { EventWaiters } from './event-waiters.js';
import { Event } from './event.entity.js';

type Owner = Pick<Caller, 'accountId' | 'mode'>;

export interface FeedRange {
  /** Only events after this sequence. */
  readonly after: number;
  readonly limit: number;
  readonly type?: string | undefined;
}

export interface FeedPage {
  readonly events: readonly Event[];
  /** Up to here everything was examined: nothing that was asked for lies between `after` and it but `events`. */
  readonly lastSequence: number;
}

/** The event log as an ERP reads it: oldest first, without gaps. */
@Injectable()
export class EventsService {
  constructor(
    private readonly database: Database,
    private readonly waiters: EventWaiters,
  ) {}

  /** The next events; where there are none, waits for some until `waitSeconds` are over or `signal` says that nobody listens. */
  async next(
    owner: Owner,
    { waitSeconds, signal, ...range }: FeedRange & { waitSeconds: number; signal: AbortSignal },
  ): Promise<FeedPage> {
    const endsAtMs = performance.now() + waitSeconds * 1000;
    for (let after = range.after; ;) {
      const wakeUpsBefore = this.waiters.wakeUps;
      const page = await this.page(owner, { ...range, after });
      const timeoutMs = endsAtMs - performance.now();
      if (page.events.length > 0 || timeoutMs <= 0) return page;
      const beyond = page.lastSequence;
      if (!(await this.waiters.forNews(owner, { beyond, wakeUpsBefore, timeoutMs, signal }))) return page;
      after = beyond;
    }
  }

  /**
   * One statement, so one snapshot: a batch is numbered and counted in one transaction, hence whoever sees the counter at
   * 1042 sees every event up to 1042. That is why a filtered page may say that it got there without showing it.
   * @throws DomainError validation_failed beyond the counter: the number is of another feed, or of this one before an older
   * backup was restored, and events would pass by unread until the counter gets there
   */
  async page(owner: Owner, { after, limit, type }: FeedRange): Promise<FeedPage> {
    // Not `$5 IS NULL OR type = $5`: a prepared statement is planned once for all, and would read past every other type.
    const rows = await this.database.query<{ newest: number; id: string | null }>(
      `SELECT counter.newest, found.* FROM (
         SELECT coalesce(max(last_sequence), 0) AS newest FROM event_counters WHERE account_id = $1 AND mode = $2
       ) counter LEFT JOIN LATERAL (
         SELECT * FROM events WHERE account_id = $1 AND mode = $2 ${type === undefined ? '' : 'AND type = $5'}
           AND sequence > $3 ORDER BY sequence LIMIT $4
       ) found ON true ORDER BY found.sequence`,
      [owner.accountId, owner.mode, after, limit, ...(type === undefined ? [] : [type])],
    );
    const newest = rows[0]!.newest;
    if (after > newest) {
      throw wrongField(
        'after',
        'beyond_end',
        `this feed ends at ${newest}. If Dunlin was restored from a backup, read again from 0: events that you have keep their ids`,
      );
    }
    const events = this.database.hydrate(
      Event,
      rows.filter(({ id }) => id !== null),
    );
    const isFull = events.length === limit;
    return { events, lastSequence: isFull ? events.at(-1)!.sequence! : newest };
  }

  async get(owner: Owner, id: string): Promise<Event> {
    const [event] = await this.database.select(
      Event,
      'WHERE account_id = $1 AND mode = $2 AND id = $3 AND sequence IS NOT NULL',
      [owner.accountId, owner.mode, id],
    );
    if (!event) throw new DomainError('not_found', 'There is no such event.');
    return event;
  }
}
