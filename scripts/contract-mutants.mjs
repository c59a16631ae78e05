// Proves that the contract suite notices faults: puts each known fault into a copy of the gateways and runs the suite.
//
//   node scripts/contract-mutants.mjs            exit 1 if a fault is not noticed
//   node scripts/contract-mutants.mjs jodo-      only faults whose id begins so
//   node scripts/contract-mutants.mjs --record   also writes test/contract/mutants.md
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COPIED = ['package.json', 'src/common', 'src/gateways', 'src/simulator', 'test/contract'];
const RUN_TIMEOUT_MS = 90_000;

const isRecording = process.argv.includes('--record');
const prefix = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';
const copy = mkdtempSync(join(tmpdir(), 'dunlin-mutants-'));
const failureFile = join(copy, 'failure.json');

process.exitCode = 1;
process.once('SIGINT', () => process.exit(130));
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
await main();

async function main() {
  const mutants = readMutants().filter(({ id }) => id.startsWith(prefix));
  prepareCopy();
  for (const gateway of new Set(mutants.map((mutant) => mutant.gateway))) await refuseFailingBaseline(gateway);
  const results = [];
  for (const mutant of mutants) {
    const startedMs = performance.now();
    const result = { ...mutant, ...(await catchMutant(mutant)) };
    results.push(result);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    process.stdout.write(`${seconds.padStart(5)} s  ${mutant.id}: ${result.caughtBy ?? result.problem}\n`);
  }
  const survivors = results.filter(({ caughtBy }) => caughtBy === undefined);
  process.stdout.write(`${results.length - survivors.length} of ${results.length} faults were noticed\n`);
  if (isRecording && prefix === '') writeFileSync(join(ROOT, 'test/contract/mutants.md'), report(results));
  process.exitCode = survivors.length === 0 && results.length > 0 ? 0 : 1;
}

function readMutants() {
  const folder = join(ROOT, 'test/contract/mutants');
  const lists = readdirSync(folder).filter((name) => name.endsWith('.mutants.json'));
  return lists.toSorted().flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** Everything that the contract suite needs, and no database. One copy serves all, so that what is compiled stays so. */
function prepareCopy() {
  for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const reporter = join(ROOT, 'scripts/contract-mutants.reporter.mjs');
  const config = `
    import base from ${JSON.stringify(join(ROOT, 'jest.config.mjs'))};
    const { globalSetup, globalTeardown, ...others } = base;
    const reporters = [[${JSON.stringify(reporter)}, { failureFile: ${JSON.stringify(failureFile)} }]];
    export default { ...others, rootDir: ${JSON.stringify(copy)}, cacheDirectory: '<rootDir>/cache', reporters };`;
  writeFileSync(join(copy, 'jest.config.mjs'), config);
}

/** A suite that fails by itself would seem to notice every fault. */
async function refuseFailingBaseline(gateway) {
  const { passed, caughtBy } = await runContract(gateway);
  if (!passed) throw new Error(`The contract of ${gateway} fails without any fault: ${caughtBy ?? 'it does not load'}`);
}

async function catchMutant({ file, search, replace, gateway }) {
  const path = join(copy, file);
  const original = readFileSync(path, 'utf8');
  if (original.split(search).length !== 2) return { problem: `NOT APPLICABLE: ${file} has changed` };
  writeFileSync(
    path,
    original.replace(search, () => replace),
  );
  const { passed, caughtBy } = await runContract(gateway);
  writeFileSync(path, original);
  if (caughtBy !== undefined) return { caughtBy };
  return { problem: passed ? 'SURVIVED' : 'DOES NOT LOAD, which no promise noticed' };
}

async function runContract(gateway) {
  rmSync(failureFile, { force: true });
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const spec = `test/contract/${gateway}.contract.spec.ts`;
  const child = spawn(process.execPath, [...flags, jest, '--runInBand', '--bail', spec], {
    cwd: copy,
    stdio: 'ignore',
    timeout: RUN_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const passed = await new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
  return { passed, caughtBy: existsSync(failureFile) ? readFailure() : undefined };
}

function readFailure() {
  const { gateway, section, title } = JSON.parse(readFileSync(failureFile, 'utf8'));
  return `${gateway.replace(/^the | gateway$/g, '')}: ${section}, ${title}`;
}

function report(results) {
  const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
  const rows = results.map(
    ({ id, fault, caughtBy, problem }) => `| ${[id, fault, caughtBy ?? problem].map(cell).join(' | ')} |`,
  );
  return [
    '# Faults that the contract suite notices',
    '',
    'Each fault is put into a copy of the gateways, one at a time, and the contract suite of the gateway concerned runs',
    'against the copy. The promise named is the first one that fails. Written by `npm run mutants -- --record`.',
    '',
    '| fault | what the gateway does wrong | first noticed by |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
