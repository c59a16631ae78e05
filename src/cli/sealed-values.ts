import { keyIdOf, type SecretBox } from '../common/secret-box.js';
import type { Sql } from '../database/sql.js';
import type { Transactor } from '../database/transactor.js';
import { SEALED_COLUMNS, sealedColumnName, type SealedColumn } from './sealed-columns.js';
import { SealedReader, type SealedValue } from './sealed-reader.js';

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

/** Everything that is sealed in the database, gone through column by column in the order of the primary keys. */
export class SealedValues {
  private readonly reader: SealedReader;

  constructor(
    sql: Sql,
    private readonly transactor: Transactor,
    private readonly box: SecretBox,
  ) {
    this.reader = new SealedReader(sql, box);
  }

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
    for await (const batch of this.reader.batches(column, isOld)) {
      const opened = batch.map((value) => ({ ...value, plain: this.reader.open(column, value) }));
      const readable = opened.filter((value) => value.plain !== undefined);
      const fresh = readable.map((value) => this.box.seal(value.plain!, column.placeOf(value.key)));
      const resealed = await this.replace(column, readable, fresh);
      counts.resealed += resealed;
      counts.changedMeanwhile += readable.length - resealed;
      counts.unreadable += batch.length - readable.length;
    }
    return { column: sealedColumnName(column), ...counts };
  }

  private async checkColumn(column: SealedColumn): Promise<CheckedColumn> {
    const counts = { values: 0, unreadable: 0 };
    const keys = new Map<string, number>();
    for await (const batch of this.reader.batches(column)) {
      counts.values += batch.length;
      counts.unreadable += batch.filter((value) => this.reader.open(column, value) === undefined).length;
      for (const { sealed } of batch) {
        const id = keyIdOf(sealed) ?? 'not sealed';
        keys.set(id, (keys.get(id) ?? 0) + 1);
      }
    }
    return { column: sealedColumnName(column), ...counts, keys: Object.fromEntries(keys) };
  }

  private replace(column: SealedColumn, values: readonly SealedValue[], fresh: readonly string[]): Promise<number> {
    if (values.length === 0) return Promise.resolve(0);
    const keys = column.key.map((_, index) => values.map(({ key }) => key[index]));
    const old = values.map(({ sealed }) => sealed);
    return this.transactor.run((tx) => tx.run(updateText(column), [...keys, old, fresh]));
  }
}

function updateText({ table, column, key }: SealedColumn): string {
  const arrays = [...key.map(({ type }) => type), 'text', 'text'].map((type, index) => `$${index + 1}::${type}[]`);
  const names = [...key.map(({ name }) => `${name}_of`), 'old', 'fresh'];
  const sameRow = key.map(({ name }) => `${table}.${name} = value.${name}_of`).join(' AND ');
  return `UPDATE ${table} SET ${column} = value.fresh
    FROM unnest(${arrays.join(', ')}) AS value (${names.join(', ')})
    WHERE ${sameRow} AND ${table}.${column} = value.old`;
}
