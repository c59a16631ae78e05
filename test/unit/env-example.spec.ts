import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const READERS = /\bread\w+\(\s*\w+(?:\.env)?,\s*'([A-Z][A-Z0-9_]+)'/g;
const DESTRUCTURED = /const \{([^}]+)\} = process\.env/g;

/** The files that may read the environment: lint refuses it everywhere else. */
async function filesThatRead(): Promise<string[]> {
  const config = await readdir('src/config');
  return [...config.map((name) => join('src/config', name)), 'src/simulator/main.ts'];
}

async function variablesRead(): Promise<Set<string>> {
  const sources = await Promise.all((await filesThatRead()).map((path) => readFile(path, 'utf8')));
  return new Set(
    sources.flatMap((source) => [
      ...Array.from(source.matchAll(READERS), ([, name]) => name!),
      ...Array.from(source.matchAll(DESTRUCTURED), ([, names]) => names!.match(/\b[A-Z][A-Z0-9_]+\b/g) ?? []).flat(),
    ]),
  );
}

/** A line in the example is a variable, set or (commented out) with its default. */
async function variablesExplained(): Promise<string[]> {
  const text = await readFile('.env.example', 'utf8');
  return Array.from(text.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm), ([, name]) => name!);
}

describe('.env.example', () => {
  it('names every variable that the code reads, and no other', async () => {
    const read = await variablesRead();
    expect(read).toContain('DATABASE_URL');
    expect((await variablesExplained()).toSorted()).toEqual([...read].toSorted());
  });

  it('explains every variable in the lines above it', async () => {
    const blocks = (await readFile('.env.example', 'utf8')).trim().split(/\n\n+/).slice(1);
    const unexplained = blocks.filter((block) => !/^# \S/.test(block));
    expect(unexplained).toEqual([]);
  });

  it('can be copied to .env unchanged: it sets nothing', async () => {
    const text = await readFile('.env.example', 'utf8');
    expect(text.match(/^[A-Z].*$/gm) ?? []).toEqual([]);
  });
});
