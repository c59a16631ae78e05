import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';

jest.setTimeout(60_000);

const run = promisify(execFile);

/** Ways past the guard that somebody may take in good faith, anywhere in the product. */
const IMPORTS = {
  undici: `import { request } from 'undici';\nvoid request;`,
  'undici, late': `void import('undici');`,
  https: `import { get } from 'node:https';\nvoid get;`,
  http2: `import { connect } from 'node:http2';\nvoid connect;`,
  net: `import { connect } from 'net';\nvoid connect;`,
  tls: `import { connect } from 'node:tls';\nvoid connect;`,
};
const GLOBALS = {
  fetch: `void fetch('https://erp.example.com');`,
  'globalThis.fetch': `void globalThis.fetch('https://erp.example.com');`,
  WebSocket: `void new WebSocket('wss://erp.example.com');`,
  EventSource: `void new EventSource('https://erp.example.com');`,
};

describe('a way past the outbound guard', () => {
  let folder: string;
  let messages: { readonly arch: string; readonly lint: string };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dunlin-detours-'));
    await mkdir(join(folder, 'src', 'links'), { recursive: true });
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    for (const name of ['.dependency-cruiser.mjs', '.oxlintrc.json', 'tsconfig.json', 'package.json']) {
      await copyFile(name, join(folder, name));
    }
    for (const [name, code] of Object.entries({ ...IMPORTS, ...GLOBALS })) {
      await writeFile(join(folder, 'src', 'links', `${fileOf(name)}.ts`), `${code}\n`);
    }
    messages = {
      arch: await complaintOf('dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs'),
      lint: await complaintOf('oxlint/bin/oxlint', '--config', '.oxlintrc.json', '--format=unix'),
    };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(Object.keys(IMPORTS))('over %s is refused by the architecture rules', (name) => {
    expect(messages.arch).toContain(`http-out-only-where-it-is-guarded: src/links/${fileOf(name)}.ts`);
  });

  it.each(Object.keys(GLOBALS))('over %s is refused by lint', (name) => {
    expect(messages.lint).toMatch(
      new RegExp(`src/links/${fileOf(name)}\\.ts:\\d+.*no-restricted-(globals|properties)`),
    );
  });

  /** Both end with an error here, since there is something to complain about. */
  async function complaintOf(program: string, ...options: string[]): Promise<string> {
    const args = [resolve('node_modules', program), ...options, 'src'];
    const ended = await run(process.execPath, args, { cwd: folder }).catch((error: { stdout: string }) => error);
    return ended.stdout;
  }
});

function fileOf(name: string): string {
  return name.replaceAll(/\W+/g, '-').toLowerCase();
}
