import fc from 'fast-check';
import { csvLine, withoutFormulas } from '../../../src/reports/csv.js';

/** RFC 4180 as its grammar has it, written without a look at the writer. */
function parse(text: string): string[][] {
  const lines: string[][] = [];
  const record = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  let cells: string[] = [];
  while (record.lastIndex < text.length) {
    const match = record.exec(text);
    if (!match) throw new Error('This is no CSV');
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === '\r\n') {
      lines.push(cells);
      cells = [];
    }
  }
  return lines;
}

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('=', '+', '-', '@', "'", '"', ' ', '\t', '\r', '\n', ';', ',', '＝', '\u200B', 'a', '1'))
    .map((parts) => parts.join('')),
);

describe('a line of CSV', () => {
  it('gives back every cell as it was written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(texts, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
        (lines) => {
          expect(parse(lines.map((cells) => csvLine(cells)).join(''))).toEqual(lines);
        },
      ),
    );
  });

  it('leaves a cell empty for null and writes numbers as they are', () => {
    expect(csvLine([null, 0, -5, 'a'])).toBe(',0,-5,a\r\n');
  });
});

describe('a text in a spreadsheet', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+44 20 7946 0000', "'+44 20 7946 0000"],
    ['-10', "'-10"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ['  =1', "'  =1"],
    ["'=1", "''=1"],
    ['"=1"', `'"=1"`],
    ['＝1', "'＝1"],
    ['\uFEFF=1', "'\uFEFF=1"],
    ['first line\n=1', "first line\n'=1"],
    ['x;=HYPERLINK("https://example.com")', `x;'=HYPERLINK("https://example.com")`],
  ])('begins no formula: %j', (text, written) => {
    expect(withoutFormulas(text)).toBe(written);
  });

  it.each(['INV-2026-0001', 'a=b', 'Müller, Sample & Co', '5,- EUR', "'s", '', '1 - 2', 'payer@example.com'])(
    'stays as it is where it is none: %j',
    (text) => {
      expect(withoutFormulas(text)).toBe(text);
    },
  );

  it('begins no formula in any of its parts', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(withoutFormulas(text)).not.toMatch(/(^|[;\t\r\n])[\s\p{Cf}]*[=+\-@＝]/u);
      }),
    );
  });

  it('is given back by taking the apostrophes away', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(given(withoutFormulas(text))).toBe(text);
      }),
    );
  });

  it('takes no longer for a text of line breaks than its length is worth', () => {
    const startedMs = performance.now();
    withoutFormulas('\n'.repeat(400_000));

    expect(performance.now() - startedMs).toBeLessThan(1000);
  });
});

/** As the documentation tells to undo it. */
function given(written: string): string {
  const whole = written.replace(/^'(?='*[\t\r\n])/, '');
  return whole.replace(/[^;\t\r\n]+/g, (part) =>
    part.replace(/^'(?=[\s\p{Cf}'"‘’“”＇＂]*[=+\-@＝＋－＠﹢﹣﹫−])/u, ''),
  );
}
