const MAX_LENGTH = 200;
/** Looking for addresses takes the square of the length, and an answer may have a million characters. */
const MAX_READ = 2000;

/** What must not be repeated, whoever wrote it. Providers do quote requests in their error messages. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:basic|bearer)\s+\S+/gi, '[credential]'],
  [/\b(?:sk|pk|ws|whsec|key|secret)_[\w-]+/gi, '[credential]'],
  [/[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"',;]+/g, '[address]'],
  [/\+?\d(?:[ ()-]?\d){6,}/g, '[number]'],
];

/**
 * A provider's message made fit for logs and errors: one line, at most 200 characters, without the given secrets and
 * payer details, and without anything that looks like a key, an address, a telephone or card number.
 */
export function tellableText(text: string, withheld: readonly string[]): string {
  let line = beginningOf(text)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  for (const value of withheld) if (value.length > 2) line = line.replaceAll(value, '[withheld]');
  for (const [pattern, substitute] of PATTERNS) line = line.replace(pattern, substitute);
  // Cut last, for the same reason.
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}

/** Without the word at its end: a secret cut in half would no longer be recognised. */
function beginningOf(text: string): string {
  return text.length > MAX_READ ? text.slice(0, MAX_READ).replace(/\S+$/, '') : text;
}
