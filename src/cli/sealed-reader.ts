import type { SecretBox } from '../common/secret-box.js';
import type { Sql } from '../database/sql.js';
import type { SealedColumn } from './sealed-columns.js';

export interface SealedValue {
  readonly key: readonly string[];
  readonly sealed: string;
}

const BATCH = 500;

/** Sealed values on their way out of the database. */
export class SealedReader {
  constructor(
    private readonly sql: Sql,
    private readonly box: SecretBox,
  ) {}

  /** undefined where no key of the ring opens it. */
  open(column: SealedColumn, { key, sealed }: SealedValue): string | undefined {
    try {
      return this.box.open(sealed, column.placeOf(key));
    } catch {
      return undefined;
    }
  }

  /** Behind the last row of the batch before, so that values which cannot be opened are met once. */
  async *batches(
    column: SealedColumn,
    wanted: { text: string; value: string } = { text: `${column.column} <> $1`, value: '' },
  ): AsyncIterable<readonly SealedValue[]> {
    let after: readonly string[] = [];
    for (;;) {
      const rows = await this.sql.query<Record<string, string>>(selectText(column, wanted.text, after.length > 0), [
        wanted.value,
        ...after,
      ]);
      const batch = rows.map((row) => ({ key: column.key.map(({ name }) => row[name]!), sealed: row['sealed']! }));
      if (batch.length > 0) yield batch;
      if (batch.length < BATCH) return;
      after = batch.at(-1)!.key;
    }
  }
}

function selectText({ table, column, key, only = 'true' }: SealedColumn, wanted: string, hasAfter: boolean): string {
  // With its table: the bare name would mean the text beside it, which sorts otherwise and has no index.
  const names = key.map(({ name }) => `${table}.${name}`).join(', ');
  const texts = key.map(({ name }) => `${name}::text`).join(', ');
  const after = key.map(({ type }, index) => `$${index + 2}::${type}`).join(', ');
  return `SELECT ${texts}, ${column} AS sealed FROM ${table}
    WHERE ${column} IS NOT NULL AND ${only} AND ${wanted}${hasAfter ? ` AND (${names}) > (${after})` : ''}
    ORDER BY ${names} LIMIT ${BATCH}`;
}
