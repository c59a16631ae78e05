import { keyIdOf, type SecretBox } from '../common/secret-box.js';
import type { Sql } from '../database/sql.js';
import type { Transactor } from '../database/transactor.js';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.js';

/** What became of one column's values. */
export interface ResealedColumn {
  readonly column: string;
  readonly resealed: number;
  /** Written by the application while they were at it: with whatever key comes first there. */
  readonly changedMeanwhile: number;
  /** Left as they are: no key of the ring opens them. */
  readonly unreadable: number;
}

export interface CheckedColumn {
  readonly column: string;
  readonly values: number;
  readonly unreadable: number;
  /** How many each key sealed: one that sealed none is not needed any more. */
  readonly keys: Readonly<Record<string, number>>;
}

interface SealedValue {
  readonly key: readonly string[];
  readonly sealed: string;
}

const BATCH = 500;

/** Everything that is sealed in the database, gone through column by column in the order of the primary keys. */
export class SealedValues {
  constructor(
    private readonly sql: Sql,
    private readonly transactor: Transactor,
    private readonly box: SecretBox,
  ) {}

  /**
   * Seals with the ring's first key what another one sealed. May be stopped and run again: what is done is not done twice.
   * The application may go on: a value that it changes between the reading and the writing stays as the application wrote it.
   */
  async reseal(): Promise<ResealedColumn[]> {
    const columns: ResealedColumn[] = [];
    for (const column of SEALED_COLUMNS) columns.push(await this.resealColumn(column));
    return columns;
  }

  /** Opens every value. */
  async check(): Promise<CheckedColumn[]> {
    const columns: CheckedColumn[] = [];
    for (const column of SEALED_COLUMNS) columns.push(await this.checkColumn(column));
    return columns;
  }

  private async resealColumn(column: SealedColumn): Promise<ResealedColumn> {
    const counts = { resealed: 0, changedMeanwhile: 0, unreadable: 0 };
    const isOld = { text: `NOT starts_with(${column.column}, $1)`, value: this.box.currentPrefix };
    for await (const batch of this.batches(column, isOld)) {
      const opened = batch.map((value) => ({ ...value, plain: this.open(column, value) }));
      const readable = opened.filter((value) => value.plain !== undefined);
      const fresh = readable.map((value) => this.box.seal(value.plain!, column.placeOf(value.key)));
      const resealed = await this.replace(column, readable, fresh);
      counts.resealed += resealed;
      counts.changedMeanwhile += readable.length - resealed;
      counts.unreadable += batch.length - readable.length;
    }
    return { column: nameOf(column), ...counts };
  }

  private async checkColumn(column: SealedColumn): Promise<CheckedColumn> {
    const counts = { values: 0, unreadable: 0 };
    const keys = new Map<string, number>();
    for await (const batch of this.batches(column, { text: `${column.column} <> $1`, value: '' })) {
      counts.values += batch.length;
      counts.unreadable += batch.filter((value) => this.open(column, value) === undefined).length;
      for (const { sealed } of batch) {
        const id = keyIdOf(sealed) ?? 'not sealed';
        keys.set(id, (keys.get(id) ?? 0) + 1);
      }
    }
    return { column: nameOf(column), ...counts, keys: Object.fromEntries(keys) };
  }

  private open(column: SealedColumn, { key, sealed }: SealedValue): string | undefined {
    try {
      return this.box.open(sealed, column.placeOf(key));
    } catch {
      return undefined;
    }
  }

  /** Behind the last row of the batch before, so that values which cannot be opened are met once. */
  private async *batches(
    column: SealedColumn,
    wanted: { text: string; value: string },
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

  private replace(column: SealedColumn, values: readonly SealedValue[], fresh: readonly string[]): Promise<number> {
    if (values.length === 0) return Promise.resolve(0);
    const keys = column.key.map((_, index) => values.map(({ key }) => key[index]));
    const old = values.map(({ sealed }) => sealed);
    return this.transactor.run((tx) => tx.run(updateText(column), [...keys, old, fresh]));
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

function updateText({ table, column, key }: SealedColumn): string {
  const arrays = [...key.map(({ type }) => type), 'text', 'text'].map((type, index) => `$${index + 1}::${type}[]`);
  const names = [...key.map(({ name }) => `${name}_of`), 'old', 'fresh'];
  const sameRow = key.map(({ name }) => `${table}.${name} = value.${name}_of`).join(' AND ');
  return `UPDATE ${table} SET ${column} = value.fresh
    FROM unnest(${arrays.join(', ')}) AS value (${names.join(', ')})
    WHERE ${sameRow} AND ${table}.${column} = value.old`;
}

function nameOf({ table, column }: SealedColumn): string {
  return `${table}.${column}`;
}
