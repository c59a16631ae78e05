import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { DomainError } from '../common/domain-error.js';
import { Database } from '../database/database.js';
import { Event } from './event.entity.js';

/** The event log as an ERP reads it: oldest first, without gaps. */
@Injectable()
export class EventsService {
  constructor(private readonly database: Database) {}

  after(caller: Caller, range: { sequence: number; limit: number; type?: string | undefined }): Promise<Event[]> {
    return this.database.select(
      Event,
      `WHERE account_id = $1 AND mode = $2 AND sequence > $3 AND ($5::text IS NULL OR type = $5) ORDER BY sequence LIMIT $4`,
      [caller.accountId, caller.mode, range.sequence, range.limit, range.type ?? null],
    );
  }

  async get(caller: Caller, id: string): Promise<Event> {
    const [event] = await this.database.select(
      Event,
      'WHERE account_id = $1 AND mode = $2 AND id = $3 AND sequence IS NOT NULL',
      [caller.accountId, caller.mode, id],
    );
    if (!event) throw new DomainError('not_found', 'There is no such event.');
    return event;
  }
}
