import { createHash } from 'node:crypto';
import type { DataSource, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import type { RowKey } from './owned-row.js';

/** The part of a `pg` client or pool that we use. */
interface Queryable {
  query(statement: { name: string; text: string; values: unknown[]; query_timeout?: number }): Promise<Answer>;
}

export interface Answer {
  rows: unknown[];
  rowCount: number | null;
}

/** `set` names the entity's properties. */
export interface RowUpdate {
  readonly row: object;
  readonly set: readonly string[];
}

/** Statement texts are few and fixed, so each is parsed once for every connection (a named prepared statement). */
export class StatementNames {
  private readonly names = new Map<string, string>();

  nameOf(text: string): string {
    let name = this.names.get(text);
    if (name === undefined) {
      name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
      this.names.set(text, name);
    }
    return name;
  }
}

/** Prepared statements over a pool or inside one transaction, and rows written by their entity's metadata. */
export abstract class Sql {
  protected constructor(
    protected readonly dataSource: DataSource,
    private readonly statementNames: StatementNames,
    /** How long an answer may take; undefined: as long as the pool's connections allow. */
    private readonly answerWithinMs?: number,
  ) {}

  /** Runs one prepared statement. */
  async query<Row = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.execute(text, values)).rows as Row[];
  }

  /** Runs one prepared statement; answers how many rows it hit. */
  async run(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.execute(text, values)).rowCount ?? 0;
  }

  /** Writes all rows in ONE statement: one round trip, all or nothing. References among them may stand in any order. */
  async write(changes: { insert?: readonly object[]; update?: readonly RowUpdate[] }): Promise<void> {
    const writer = new StatementWriter(this.dataSource);
    for (const row of changes.insert ?? []) writer.insert(row);
    for (const update of changes.update ?? []) writer.update(update);
    if (writer.isEmpty) return;
    const text = writer.text();
    await this.execute(text, writer.values);
  }

  /** Rows of a `SELECT *`/`RETURNING *` as entities. */
  hydrate<Entity extends ObjectLiteral>(target: EntityTarget<Entity>, rows: readonly object[]): Entity[] {
    const metadata = this.dataSource.getMetadata(target);
    const driver = this.dataSource.driver;
    return rows.map((raw) => {
      const entity = metadata.create() as Entity;
      for (const column of metadata.columns) {
        const value: unknown = (raw as Record<string, unknown>)[column.databaseName];
        if (value !== undefined) column.setEntityValue(entity, driver.prepareHydratedValue(value, column));
      }
      return entity;
    });
  }

  /** The rows that match, as entities. `condition` continues `SELECT * FROM <table> `. */
  async select<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    condition: string,
    values: readonly unknown[],
  ): Promise<Entity[]> {
    const { tableName } = this.dataSource.getMetadata(target);
    return this.hydrate(target, await this.query<object>(`SELECT * FROM ${tableName} ${condition}`, values));
  }

  /** The rows of these keys that exist, each once, in any order. */
  async selectByKeys<Entity extends RowKey & ObjectLiteral>(
    target: EntityTarget<Entity>,
    keys: readonly RowKey[],
  ): Promise<Entity[]> {
    return this.select(
      target,
      'WHERE (account_id, mode, id) IN (SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[]))',
      [keys.map(({ accountId }) => accountId), keys.map(({ mode }) => mode), keys.map(({ id }) => id)],
    );
  }

  protected abstract connection(): Promise<Queryable>;

  protected async execute(text: string, values: readonly unknown[]): Promise<Answer> {
    const connection = await this.connection();
    const statement = { name: this.statementNames.nameOf(text), text, values: [...values] };
    return connection.query({ ...statement, query_timeout: this.answerWithinMs });
  }
}

/** Builds `WITH w0 AS (INSERT …), w1 AS (UPDATE …) SELECT`, whose text depends on the shape of the rows only. */
class StatementWriter {
  readonly values: unknown[] = [];
  private readonly inserts = new Map<EntityMetadata, object[]>();
  private readonly updates: RowUpdate[] = [];

  constructor(private readonly dataSource: DataSource) {}

  get isEmpty(): boolean {
    return this.inserts.size === 0 && this.updates.length === 0;
  }

  /** Rows of one table go into one INSERT: only there does PostgreSQL keep their order, which numbers events. */
  insert(row: object): void {
    const metadata = this.metadataOf(row);
    const rows = this.inserts.get(metadata);
    if (rows) rows.push(row);
    else this.inserts.set(metadata, [row]);
  }

  update(update: RowUpdate): void {
    this.updates.push(update);
  }

  text(): string {
    const parts = [
      ...[...this.inserts].map(([metadata, rows]) => this.insertText(metadata, rows)),
      ...this.updates.map((update) => this.updateText(update)),
    ];
    return `WITH ${parts.map((part, index) => `w${index} AS (${part})`).join(', ')} SELECT`;
  }

  private insertText(metadata: EntityMetadata, rows: readonly object[]): string {
    const columns = metadata.columns.filter((column) => !column.isGenerated);
    const names = columns.map((column) => column.databaseName).join(', ');
    const tuples = rows.map((row) => `(${columns.map((column) => this.place(row, column)).join(', ')})`);
    return `INSERT INTO ${metadata.tableName} (${names}) VALUES ${tuples.join(', ')}`;
  }

  private updateText({ row, set }: RowUpdate): string {
    const metadata = this.metadataOf(row);
    const assign = (column: ColumnMetadata) => `${column.databaseName} = ${this.place(row, column)}`;
    const assignments = set.map((property) => assign(columnOf(metadata, property))).join(', ');
    const where = metadata.primaryColumns.map(assign).join(' AND ');
    return `UPDATE ${metadata.tableName} SET ${assignments} WHERE ${where}`;
  }

  /** The type is named, since among several rows PostgreSQL would take an untyped parameter for a text. */
  private place(row: object, column: ColumnMetadata): string {
    const value: unknown = this.dataSource.driver.preparePersistentValue(column.getEntityValue(row) ?? null, column);
    this.values.push(value);
    const type = this.dataSource.driver.normalizeType(column);
    return `$${this.values.length}::${type}${column.isArray ? '[]' : ''}`;
  }

  private metadataOf(row: object): EntityMetadata {
    return this.dataSource.getMetadata(row.constructor);
  }
}

function columnOf(metadata: EntityMetadata, property: string): ColumnMetadata {
  const column = metadata.findColumnWithPropertyName(property);
  if (!column) throw new Error(`${metadata.name} has no column ${property}`);
  return column;
}
