import { readFile } from 'node:fs/promises';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

interface LockFile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>;
}

async function read<Content>(path: string): Promise<Content> {
  return JSON.parse(await readFile(path, 'utf8')) as Content;
}

/** The packages named in the first column of the tables under a heading of docs/dependencies.md. */
async function explainedUnder(heading: string): Promise<string[]> {
  const text = await readFile('docs/dependencies.md', 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const cells = Array.from(section.matchAll(/^\| (`[^|]*) \|/gm), ([, cell]) => cell!);
  return cells.flatMap((cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name]) => name!));
}

/** `@types/*` stands for all of a scope. */
function missing(names: readonly string[], patterns: readonly string[]): string[] {
  const fits = (name: string, pattern: string) =>
    pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  return names.filter((name) => !patterns.some((pattern) => fits(name, pattern)));
}

const SECTIONS = [
  ['At run time', 'dependencies'],
  ['For development and tests', 'devDependencies'],
  ['Optional', 'optionalDependencies'],
] as const;

describe('docs/dependencies.md', () => {
  it.each(SECTIONS)('explains under "%s" each of the %s, and nothing that is not there', async (heading, group) => {
    const names = Object.keys((await read<Manifest>('package.json'))[group]);
    const explained = await explainedUnder(heading);
    const isThere = (pattern: string) => missing(names, [pattern]).length < names.length;

    expect(names.length).toBeGreaterThan(0);
    expect(missing(names, explained)).toEqual([]);
    expect(explained.filter((pattern) => !isThere(pattern))).toEqual([]);
  });
});

describe('every dependency', () => {
  it('is wanted in one version exactly', async () => {
    const { dependencies, devDependencies, optionalDependencies } = await read<Manifest>('package.json');
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });

    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('is locked with the digest of what was installed, and those that it brings along', async () => {
    const { lockfileVersion, packages } = await read<LockFile>('package-lock.json');
    const installed = Object.entries(packages).filter(([path]) => path !== '');

    expect(lockfileVersion).toBe(3);
    expect(installed.length).toBeGreaterThan(100);
    expect(installed.filter(([, { integrity = '' }]) => !/^sha512-[\w+/]{86}==/.test(integrity))).toEqual([]);
  });
});
