import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Cursors, ListPosition, ListScope } from '../common/cursor.js';
import type { RowKey } from './owned-row.js';
import type { Sql } from './sql.js';

export const DEFAULT_LIMIT = 25;

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** null: there is nothing behind this page. */
  readonly nextCursor: string | null;
}

export interface PageOrder<Row> {
  /** Columns that sort the list, descending; together unique within an account and mode. */
  readonly columns: readonly { readonly name: string; readonly type: 'timestamptz' | 'uuid' }[];
  readonly positionOf: (row: Row) => ListPosition;
}

/** Newest first, by `created_at` and then by id. */
export const NEWEST_FIRST: PageOrder<{ createdAt: Date; id: string }> = {
  columns: [
    { name: 'created_at', type: 'timestamptz' },
    { name: 'id', type: 'uuid' },
  ],
  positionOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
};

/**
 * One page of an account's rows. Only conditions that are asked for get into the statement: a prepared "is null or equal"
 * is planned once for all, and reads the whole table. Rows that are inserted between two pages move none into or out of
 * the pages to come, since a page begins behind a row and not after a number of rows.
 */
export class ListQuery {
  private readonly values: unknown[];
  private readonly conditions: string[] = [];

  constructor(
    owner: Pick<RowKey, 'accountId' | 'mode'>,
    private readonly table: string,
  ) {
    this.values = [owner.accountId, owner.mode];
  }

  equal(column: string, value: string | undefined): this {
    return value === undefined ? this : this.where((place) => `${column} = ${place}`, value);
  }

  from(column: string, instant: string | undefined): this {
    return instant === undefined ? this : this.where((place) => `${column} >= ${place}`, new Date(instant));
  }

  before(column: string, instant: string | undefined): this {
    return instant === undefined ? this : this.where((place) => `${column} < ${place}`, new Date(instant));
  }

  /** A condition without a value. */
  that(condition: string): this {
    this.conditions.push(condition);
    return this;
  }

  /** A condition of one's own; it gets the place of its value. */
  where(condition: (place: string) => string, value: unknown): this {
    this.conditions.push(condition(`$${this.values.push(value)}`));
    return this;
  }

  /** Throws `validation_failed` for a cursor of another list. */
  async page<Entity extends ObjectLiteral>(
    sql: Sql,
    target: EntityTarget<Entity>,
    asked: {
      order: PageOrder<Entity>;
      cursors: Cursors;
      scope: ListScope;
      page: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    },
  ): Promise<Page<Entity>> {
    const { order, cursors, scope } = asked;
    const limit = asked.page.limit ?? DEFAULT_LIMIT;
    if (asked.page.cursor !== undefined) this.behind(order, cursors.open(scope, asked.page.cursor));
    // One more than is shown tells whether there is a next page.
    const found = await sql.select(target, this.text(order), [...this.values, limit + 1]);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return { rows, nextCursor: hasMore ? cursors.make(scope, order.positionOf(last)) : null };
  }

  private behind<Row>({ columns }: PageOrder<Row>, position: ListPosition): void {
    const places = columns.map(({ type }, index) => `$${this.values.push(position[index])}::${type}`);
    this.conditions.push(`(${columns.map(({ name }) => name).join(', ')}) < (${places.join(', ')})`);
  }

  private text<Row>({ columns }: PageOrder<Row>): string {
    const conditions = [`${this.table}.account_id = $1`, `${this.table}.mode = $2`, ...this.conditions];
    const order = columns.map(({ name }) => `${name} DESC`).join(', ');
    return `WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT $${this.values.length + 1}`;
  }
}
