import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `[name](../test/some.spec.ts) “a title”, “another”` */
const TESTS = /\]\(\.\.\/(test\/[\w./-]+)\)((?:,? “[^”]+”)*)/g;
const FILES = /\]\((?!https?:|#)([^)#]+)/g;

interface Reference {
  readonly file: string;
  readonly titles: readonly string[];
}

async function document(): Promise<string> {
  return readFile('docs/security.md', 'utf8');
}

async function references(): Promise<Reference[]> {
  return Array.from((await document()).matchAll(TESTS), ([, file, titles]) => ({
    file: file!,
    titles: Array.from(titles!.matchAll(/“([^”]+)”/g), ([, title]) => title!),
  }));
}

/** As the title stands in the source, where a quotation mark may be escaped. */
async function isTitleIn(file: string, title: string): Promise<boolean> {
  return (await readFile(file, 'utf8')).replaceAll('\\', '').includes(title);
}

describe('docs/security.md', () => {
  it('names tests that exist, each by its title', async () => {
    const all = await references();
    const wrong: string[] = [];
    for (const { file, titles } of all) {
      if (titles.length === 0) wrong.push(`${file} without a title`);
      for (const title of titles) if (!(await isTitleIn(file, title))) wrong.push(`${file}: ${title}`);
    }

    expect(all.length).toBeGreaterThan(80);
    expect(wrong).toEqual([]);
  });

  it('leads to files that exist', async () => {
    const paths = Array.from((await document()).matchAll(FILES), ([, path]) => join('docs', path!));
    const missing: string[] = [];
    for (const path of new Set(paths)) await readFile(path).catch(() => missing.push(path));

    expect(paths.length).toBeGreaterThan(80);
    expect(missing).toEqual([]);
  });

  it('goes through every chapter of the standard and every risk of the ten', async () => {
    const text = await document();
    const chapters = Array.from(text.matchAll(/^### V(\d+) /gm), ([, chapter]) => Number(chapter));
    const risks = Array.from(text.matchAll(/^\| (\d+) [a-zS]/gm), ([, risk]) => Number(risk));

    expect(chapters).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
    expect(risks).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
  });
});
