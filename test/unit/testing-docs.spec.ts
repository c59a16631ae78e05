import { readFileSync } from 'node:fs';

/** `| fault | `file` | title |` */
const ROW = /^\| (.+?) +\| `(test\/\S+)` +\| (.+?) +\|$/gm;

const rows = [...readFileSync('docs/testing.md', 'utf8').matchAll(ROW)].map(([, fault, file, title]) => ({
  fault: fault!,
  file: file!,
  title: title!,
}));

it('the table of faults names more than fifty', () => {
  expect(rows.length).toBeGreaterThan(50);
});

it.each(rows)('$file has the test that the table of faults names for: $fault', ({ file, title }) => {
  expect(readFileSync(file, 'utf8')).toContain(title);
});
