import { SEALED_COLUMNS } from '../../src/cli/sealed-columns.js';
import { SecretBox } from '../../src/common/secret-box.js';
import type { DunlinWorld } from './dunlin.world.js';

/** Everything that a database holds, as whoever has it and the installation's keys could read it: a text per column and row. */
export interface DumpedValue {
  /** `payments.customer`. */
  readonly column: string;
  readonly text: string;
}

export async function dumpOf(world: DunlinWorld): Promise<DumpedValue[]> {
  const box = new SecretBox(world.env()['SECRET_KEYS']!);
  const tables = await world.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const values: DumpedValue[] = [];
  for (const { name } of tables) {
    for (const row of await world.rows<Record<string, unknown>>(`SELECT * FROM ${name}`)) {
      values.push(
        ...Object.entries(opened(name, row, box)).map(([column, value]) => dumped(`${name}.${column}`, value)),
      );
    }
  }
  return values;
}

/** The columns in which one of the texts stands, however it is written. */
export async function columnsWith(world: DunlinWorld, texts: readonly string[]): Promise<string[]> {
  const found = (await dumpOf(world)).filter(({ text }) => texts.some((sought) => text.toLowerCase().includes(sought)));
  return [...new Set(found.map(({ column }) => column))].toSorted();
}

function opened(table: string, row: Record<string, unknown>, box: SecretBox): Record<string, unknown> {
  const sealed = SEALED_COLUMNS.filter((column) => column.table === table && typeof row[column.column] === 'string');
  const entries = sealed.map(({ column, key, placeOf, only }) => {
    if (only !== undefined && !String(row[column]).startsWith('v1.')) return [column, row[column]];
    return [column, box.open(String(row[column]), placeOf(key.map(({ name }) => String(row[name]))))];
  });
  return { ...row, ...(Object.fromEntries(entries) as Record<string, unknown>) };
}

function dumped(column: string, value: unknown): DumpedValue {
  if (Buffer.isBuffer(value)) return { column, text: value.toString('latin1') };
  return { column, text: typeof value === 'string' ? value : (JSON.stringify(value) ?? '') };
}
