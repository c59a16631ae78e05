// Proves that a suite notices faults: puts each known fault into a copy of the program and runs the suite.
//
//   node scripts/mutants.mjs                  the contract suite; exit 1 if a fault is not noticed
//   node scripts/mutants.mjs jodo-            only faults whose id begins so
//   node scripts/mutants.mjs model            the test of money: a minute for each fault, or two
//   node scripts/mutants.mjs model --record   also writes mutants.md beside the suite
//   node scripts/mutants.mjs safeguards       what keeps money right is taken away, one thing at a time
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
import ts from 'typescript';
import { readFailure, SUITES } from './mutants.suites.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');
const NEST = join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
const BUILD_TIMEOUT_MS = 300_000;
const LEFT_OUT = ['node_modules', '.git', '.dunlin', 'test-output'];

const given = process.argv.slice(2);
const isRecording = given.includes('--record');
const suite = SUITES[given.find((argument) => argument in SUITES) ?? 'contract'];
const prefix = given.find((argument) => !argument.startsWith('--') && !(argument in SUITES)) ?? '';
const copy = mkdtempSync(join(tmpdir(), 'dunlin-mutants-'));
const failureFile = join(copy, 'failure.json');

process.exitCode = 1;
process.once('SIGINT', () => process.exit(130));
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
await main();

async function main() {
  const mutants = readMutants().filter(({ id }) => id.startsWith(prefix));
  await prepareCopy();
  for (const spec of new Set(mutants.map(suite.specOf))) await refuseFailingBaseline(spec);
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
  if (isRecording && prefix === '') writeFileSync(join(ROOT, suite.folder, 'mutants.md'), report(results));
  process.exitCode = survivors.length === 0 && results.length > 0 ? 0 : 1;
}

function readMutants() {
  const folder = join(ROOT, suite.folder, 'mutants');
  const lists = readdirSync(folder).filter((name) => name.endsWith('.mutants.json'));
  return lists.toSorted().flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** Everything that the suite needs. One copy serves all, so that what is compiled stays so. */
async function prepareCopy() {
  if (suite.isBuilt && !(await succeeds([NEST, 'build'], { cwd: ROOT, timeout: BUILD_TIMEOUT_MS }))) {
    throw new Error('The program does not build.');
  }
  for (const path of suite.copied ?? readdirSync(ROOT).filter((name) => !LEFT_OUT.includes(name)))
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const reporter = join(ROOT, 'scripts/mutants.reporter.mjs');
  const options = { failureFile, endsAtFirstFailure: suite.endsAtFirstFailure };
  const config = `
    import base from ${JSON.stringify(join(ROOT, 'jest.config.mjs'))};
    const { globalSetup, globalTeardown, ...others } = base;
    const around = ${suite.isBuilt} ? { globalSetup, globalTeardown } : {};
    const reporters = [[${JSON.stringify(reporter)}, ${JSON.stringify(options)}]];
    export default { ...others, ...around, rootDir: ${JSON.stringify(copy)}, cacheDirectory: '<rootDir>/cache', reporters };`;
  writeFileSync(join(copy, 'jest.config.mjs'), config);
}

/** A suite that fails by itself would seem to notice every fault. */
async function refuseFailingBaseline(spec) {
  const { passed, caughtBy } = await runSuite(spec);
  if (!passed) throw new Error(`${spec} fails without any fault: ${caughtBy ?? 'it does not load'}`);
}

async function catchMutant(mutant) {
  const path = join(copy, mutant.file);
  const original = readFileSync(path, 'utf8');
  let changed = original;
  for (const { search, replace } of [mutant, ...(mutant.also ?? [])]) {
    if (changed.split(search).length !== 2) return { problem: `NOT APPLICABLE: ${mutant.file} has changed` };
    changed = changed.replace(search, () => replace);
  }
  write(mutant.file, changed);
  const { passed, caughtBy } = await runSuite(suite.specOf(mutant));
  write(mutant.file, original);
  if (caughtBy !== undefined) return { caughtBy };
  return { problem: passed ? 'SURVIVED' : 'DOES NOT LOAD, which nothing noticed' };
}

/** One file is translated faster than all are built; types play no part in that. */
function write(file, text) {
  writeFileSync(join(copy, file), text);
  if (!suite.isBuilt) return;
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => readFileSync(path, 'utf8'));
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, module: 'esnext' }, ROOT);
  const { outputText } = ts.transpileModule(text, { compilerOptions: options, fileName: file });
  writeFileSync(join(copy, 'dist', file.replace(/\.ts$/, '.js')), outputText);
}

async function runSuite(spec) {
  rmSync(failureFile, { force: true });
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const args = [...flags, JEST, '--runInBand', '--bail', spec];
  const passed = await succeeds(args, { cwd: copy, timeout: suite.timeoutMs });
  return { passed, caughtBy: existsSync(failureFile) ? readFailure(suite, failureFile) : undefined };
}

async function succeeds(args, { cwd, timeout }) {
  const env = { ...process.env, ...suite.env };
  const child = spawn(process.execPath, args, { cwd, env, stdio: 'ignore', timeout, killSignal: 'SIGKILL' });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
}

function report(results) {
  const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
  const rows = results.map(
    ({ id, fault, caughtBy, problem }) => `| ${[id, fault, caughtBy ?? problem].map(cell).join(' | ')} |`,
  );
  return [...suite.heading, '| --- | --- | --- |', ...rows, ''].join('\n');
}
