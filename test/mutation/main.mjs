// Proves that the tests notice faults in the rules that everything leans on: puts every small change that Stryker knows into
// each of them, one at a time, and runs the specs concerned.
//
//   npm run mutation             all groups; exit code 1 if the score of one is too low
//   npm run mutation -- money    one group, or several
//
// Wants a build. Reports for reading lie in test-output/mutation.
import { relative } from 'node:path';
import process from 'node:process';
import { Stryker } from '@stryker-mutator/core';
import setUp from '../support/global-setup.mjs';
import tearDown from '../support/global-teardown.mjs';
import { GROUPS } from './groups.mjs';

const OUTPUT = 'test-output/mutation';
const DETECTED = ['Killed', 'Timeout'];
const UNDETECTED = ['Survived', 'NoCoverage'];

const wanted = process.argv.slice(2);
const groups = GROUPS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (groups.length === 0) throw new Error(`No such group; there are ${GROUPS.map(({ name }) => name).join(', ')}`);

const needsDatabase = groups.some((group) => group.needsDatabase);
if (needsDatabase) await setUp();
try {
  for (const group of groups) await judge(group);
} finally {
  if (needsDatabase) await tearDown();
}

async function judge({ name, mutate, specs, breakBelow }) {
  const startedMs = performance.now();
  const mutants = await new Stryker(optionsOf({ name, mutate, specs })).runMutationTest();
  for (const file of new Set(mutants.map(({ fileName }) => fileName))) {
    tell(
      relative(process.cwd(), file),
      mutants.filter(({ fileName }) => fileName === file),
    );
  }
  const score = tell(`${name}, ${((performance.now() - startedMs) / 1000).toFixed(0)} s`, mutants);
  if (score < breakBelow) {
    process.stderr.write(`${name} must reach ${breakBelow} %\n`);
    process.exitCode = 1;
  }
}

function optionsOf({ name, mutate, specs }) {
  return {
    mutate,
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: {
      configFile: 'test/mutation/jest.config.mjs',
      config: { testMatch: specs.map((spec) => `<rootDir>/${spec}`) },
    },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // Modules that were loaded once are never let go: after some hundred runs a process is busy with nothing but its memory.
    maxTestRunnerReuse: 40,
    // A loop without end is noticed by how often it runs; what only takes long has not failed.
    timeoutMS: 20_000,
    ignorePatterns: ['/*', '!/src', '!/test', '!/migrations', '!/jest.config.mjs', '!/package.json'],
    tempDirName: `${OUTPUT}/sandbox`,
    reporters: ['progress', 'json', 'html'],
    jsonReporter: { fileName: `${OUTPUT}/${name}.json` },
    htmlReporter: { fileName: `${OUTPUT}/${name}.html` },
    logLevel: 'warn',
    warnings: { slow: false },
  };
}

/** Prints one line, and returns the score in per cent. Mutants that do not even load are nobody's to find, and count nowhere. */
function tell(what, mutants) {
  const count = (statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const killed = count(DETECTED);
  const survived = count(UNDETECTED);
  const score = (killed / (killed + survived)) * 100;
  const figures = `${killed + survived} mutants, ${killed} killed, ${survived} survived`;
  process.stdout.write(`${score.toFixed(1).padStart(5)} %  ${what}: ${figures}\n`);
  return score;
}
