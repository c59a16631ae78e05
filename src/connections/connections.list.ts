import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { Cursors } from '../common/cursor.js';
import type { PageQueryDto } from '../common/page.dto.js';
import { Database } from '../database/database.js';
import { ListQuery, NEWEST_FIRST, type Page } from '../database/list-query.js';
import { Connection } from './connection.entity.js';

/** An account's connections as they are looked through, newest first, without those that were deleted. */
@Injectable()
export class ConnectionsList {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  /** Throws `validation_failed` for a cursor of another list. */
  page({ accountId, mode }: Pick<Caller, 'accountId' | 'mode'>, page: PageQueryDto): Promise<Page<Connection>> {
    return new ListQuery({ accountId, mode }, 'connections')
      .that('deleted_at IS NULL')
      .page(this.database, Connection, {
        order: NEWEST_FIRST,
        cursors: this.cursors,
        scope: { route: 'GET /v1/connections', accountId, mode, filters: {} },
        page,
      });
  }
}
