import type { Cell, Report } from './command.js';

type Row = Readonly<Record<string, Cell>>;

/** As text that ends with a new line. */
export function printReport({ data, note }: Report, { asJson }: { asJson: boolean }): string {
  if (asJson) return `${JSON.stringify(data, null, 2)}\n`;
  const body = isList(data) ? tableOf(data) : listOf(data);
  return `${[...body, ...(note === undefined ? [] : ['', note])].join('\n')}\n`;
}

function tableOf(rows: readonly Row[]): string[] {
  const [first] = rows;
  if (!first) return ['None.'];
  const names = Object.keys(first);
  const lines = [names.map(titleOf), ...rows.map((row) => names.map((name) => textOf(row[name])))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line
      .map((text, column) => text.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

function listOf(row: Row): string[] {
  const width = Math.max(...Object.keys(row).map((name) => titleOf(name).length));
  return Object.entries(row).map(([name, value]) => `${titleOf(name).padEnd(width)}  ${textOf(value)}`.trimEnd());
}

/** `createdAt` becomes `CREATED AT`. */
function titleOf(name: string): string {
  return name.replace(/(?=[A-Z])/g, ' ').toUpperCase();
}

/** Names come from outside: nothing in them may steer a terminal. */
function textOf(value: Cell | undefined): string {
  if (value === null || value === undefined) return '-';
  if (typeof value !== 'object') return String(value).replace(/\p{Cc}/gu, '?');
  const counts = Object.entries(value).map(([name, count]) => `${name}: ${count}`);
  return counts.join(', ') || '-';
}

function isList(data: Report['data']): data is readonly Row[] {
  return Array.isArray(data);
}
