import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

// No sandbox, for it does not work as root. The rest keeps the browser from talking to anyone but us.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const UNPACKING = `
import chromium from '@sparticuz/chromium';
await chromium.executablePath();
`;

interface BrowserProgram {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The system's Chromium or Chrome, else the one that came with npm. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const installed = SYSTEM_BROWSERS.find((path) => existsSync(path));
  const program = installed ? { executablePath: installed, env: {} } : await packagedBrowser();
  return chromium.launch({
    executablePath: program.executablePath,
    headless: true,
    args: FLAGS,
    env: { ...inheritedEnvironment(), ...program.env },
  });
}

/**
 * The Chromium inside `@sparticuz/chromium`, with the libraries and fonts that it needs on a machine without any.
 * The package writes straight into the directory for temporary files and takes a half-written file for a whole one,
 * which fails when Jest's workers start together. So each unpacks into a directory of its own and renames it.
 */
export async function packagedBrowser(): Promise<BrowserProgram> {
  const directory = join(await cacheDirectory(), `chromium-${await packageVersion()}-${userId()}`);
  if (!existsSync(directory)) await unpackInto(directory);
  return {
    executablePath: join(directory, 'chromium'),
    env: { LD_LIBRARY_PATH: join(directory, 'al2023', 'lib'), FONTCONFIG_PATH: join(directory, 'fonts') },
  };
}

async function unpackInto(directory: string): Promise<void> {
  const draft = await mkdtemp(`${directory}.`);
  try {
    // In a process of its own, because the package is steered by, and changes, the environment of its process.
    // "nodejs22.x" makes it unpack NSS and expat too, which a minimal Debian lacks.
    const env = { ...inheritedEnvironment(), TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' };
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', UNPACKING], { env });
    await writeFile(join(draft, 'fonts', 'fonts.conf'), fontConfiguration(directory));
    await rename(draft, directory);
  } catch (error) {
    // Another worker was first.
    if (!existsSync(directory)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The package's own file names `/tmp/fonts`, wherever the fonts are. */
function fontConfiguration(directory: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(directory, 'fonts')}</dir>
  <cachedir>${join(directory, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

/** Beside the package it is unpacked from, so that it goes with it, or where node_modules is read-only, elsewhere. */
async function cacheDirectory(): Promise<string> {
  const beside = join(process.cwd(), 'node_modules', '.cache', 'dunlin');
  const elsewhere = join(tmpdir(), `dunlin-cache-${userId()}`);
  try {
    await mkdir(beside, { recursive: true });
    await access(beside, constants.W_OK);
    return beside;
  } catch {
    await mkdir(elsewhere, { recursive: true, mode: 0o700 });
    return elsewhere;
  }
}

/** Part of the names, because what root unpacked no other user may run. */
function userId(): number {
  return process.getuid?.() ?? 0;
}

async function packageVersion(): Promise<string> {
  const manifest = join(process.cwd(), 'node_modules', '@sparticuz', 'chromium', 'package.json');
  const { version }: { version: string } = JSON.parse(await readFile(manifest, 'utf8'));
  return version;
}

function inheritedEnvironment(): Record<string, string> {
  const isSet = (entry: [string, string | undefined]): entry is [string, string] => entry[1] !== undefined;
  // Jest's flag is not the browser's, nor the unpacking process's.
  return Object.fromEntries(
    Object.entries(process.env)
      .filter(isSet)
      .filter(([name]) => name !== 'NODE_OPTIONS'),
  );
}
