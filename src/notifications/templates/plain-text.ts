// Line and paragraph separators count: mail programs break lines at them. Bidirectional overrides can make
// "gpj.exe" read as "exe.jpg"; joiners, which Hindi needs, stay.
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;

/** The text as one line: no control characters, no line breaks, single spaces. Safe in a header. */
export function oneLine(text: string): string {
  return text.replace(CONTROLS, ' ').replace(/ {2,}/g, ' ').trim();
}

/** The text line by line, each line as `oneLine` leaves it; none for an empty text. */
export function manyLines(text: string | null): string[] {
  const lines = (text ?? '').split(/\r\n|[\r\n\u0085\u2028\u2029]/).map(oneLine);
  return lines.some((line) => line !== '') ? lines : [];
}

/** The text in at most `max` characters as people count them, so that no accent and no emoji is cut in two. */
export function shortened(text: string, max: number): string {
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  return characters.length <= max
    ? text
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}
