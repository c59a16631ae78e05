import { Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { Clock } from '../common/clock.js';
import { Cursors } from '../common/cursor.js';
import { idGiven } from '../common/public-id.pipe.js';
import { Database } from '../database/database.js';
import { ListQuery, NEWEST_FIRST, type Page } from '../database/list-query.js';
import type { ListLinksDto } from './dto/link-list.dto.js';
import { Link, type LinkStatus } from './link.entity.js';

const NOW = ':now';
const PAID = `p.status IN ('paid', 'partially_refunded', 'refunded', 'authorized')`;
const CANCELED = `(links.canceled_at IS NOT NULL OR p.status = 'canceled')`;
const OVER = `(p.status = 'expired' OR links.expires_at <= ${NOW} OR coalesce(p.expires_at <= ${NOW}, false))`;

/** A link's status is derived: `Link.statusFor` says the same, and a test compares the two. */
const CONDITIONS: Readonly<Record<LinkStatus, string>> = {
  paid: PAID,
  canceled: `NOT ${PAID} AND ${CANCELED}`,
  expired: `NOT (${PAID} OR ${CANCELED}) AND ${OVER}`,
  active: `NOT (${PAID} OR ${CANCELED} OR ${OVER})`,
};

/** Links, newest first. */
@Injectable()
export class LinksList {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  /** Throws `validation_failed` for a cursor of another list, `not_found` for a payment that is no id. */
  page(caller: Caller, { limit, cursor, ...filters }: ListLinksDto): Promise<Page<Link>> {
    const { accountId, mode } = caller;
    const query = new ListQuery(caller, 'links').equal(
      'payment_id',
      idGiven('paymentId', 'payment', filters.paymentId),
    );
    if (filters.status !== undefined) this.inStatus(query, filters.status);
    return query.page(this.database, Link, {
      order: NEWEST_FIRST,
      cursors: this.cursors,
      scope: { route: 'GET /v1/links', accountId, mode, filters },
      page: { limit, cursor },
    });
  }

  private inStatus(query: ListQuery, status: LinkStatus): void {
    const condition = `EXISTS (
      SELECT FROM payments p
      WHERE p.account_id = links.account_id AND p.mode = links.mode AND p.id = links.payment_id AND ${CONDITIONS[status]})`;
    if (condition.includes(NOW)) query.where((now) => condition.replaceAll(NOW, now), this.clock.now());
    else query.that(condition);
  }
}
