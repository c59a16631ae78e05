import type { Sql } from '../database/sql.js';

export interface OwnedValue {
  readonly account_id: string;
  readonly mode: string;
  readonly id: string;
}

const BATCH = 1000;

/** The rows of a table in the order of their primary key, some at a time; `select` names further columns. */
export async function* batches<Row extends OwnedValue>(
  sql: Sql,
  { table, select, where, values = [] }: { table: string; select: string; where: string; values?: readonly unknown[] },
): AsyncIterable<readonly Row[]> {
  const place = values.length;
  for (let after: OwnedValue | undefined; ;) {
    const behind = after
      ? ` AND (account_id, mode, id) > ($${place + 1}::uuid, $${place + 2}, $${place + 3}::uuid)`
      : '';
    const rows = await sql.query<Row>(
      `SELECT account_id, mode, id, ${select} FROM ${table} WHERE ${where}${behind} ORDER BY account_id, mode, id LIMIT ${BATCH}`,
      after ? [...values, after.account_id, after.mode, after.id] : values,
    );
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    after = rows.at(-1);
  }
}
