/** What a spreadsheet takes for a formula: its first sign, also fullwidth or small, behind whatever may stand there unseen. */
const FORMULA = /^[\s\p{Cf}'"‘’“”＇＂]*[=+\-@＝＋－＠﹢﹣﹫−]/u;
/** What some spreadsheets take for the end of a cell, even inside quotes. */
const PART = /[^;\t\r\n]+/g;
const BEGINS_WITH_CONTROL = /^'*[\t\r\n]/;

/**
 * A text from outside as a spreadsheet may show it: where a formula would begin, an apostrophe stands before it, as one types
 * it by hand to say that a cell is text. Taking away each such apostrophe gives the text back. Part by part, since one
 * pattern for the whole text would take the square of its length.
 */
export function withoutFormulas(text: string): string {
  const parts = text.replace(PART, (part) => (FORMULA.test(part) ? `'${part}` : part));
  return BEGINS_WITH_CONTROL.test(text) ? `'${parts}` : parts;
}

/** One line of RFC 4180, with its end. A cell that is null is empty. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => csvCell(String(cell ?? ''))).join(',')}\r\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
