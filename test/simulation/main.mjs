// One long run: npm run simulate -- --seed 7 --minutes 3. Prints how it goes, and last of all one line of JSON; exits with 1
// where a promise was broken. What was decided follows from the seed; what happened at the same time does not.
import { mkdir, writeFile } from 'node:fs/promises';
import { register } from 'node:module';
import process from 'node:process';
import { parseArgs } from 'node:util';
import setUp from '../support/global-setup.mjs';
import tearDown from '../support/global-teardown.mjs';

register('./typescript.hooks.mjs', import.meta.url);
const { Simulation } = await import('./simulation.ts');

const FOLDER = 'test-output';

const { seed, minutes } = readArguments();
const simulation = new Simulation({ seed, minutes, tell: (line) => process.stderr.write(`${line}\n`) });
process.exitCode = 1;
process.stderr.write(`seed ${seed}, ${minutes} minutes\n`);
const isInterrupted = interruption();
await setUp();
try {
  await Promise.race([simulate(), isInterrupted]);
} finally {
  await simulation.close();
  await tearDown();
  await mkdir(FOLDER, { recursive: true });
  const text = [...simulation.chronicle.lines, ...simulation.printed].join('\n');
  await writeFile(`${FOLDER}/simulation-${seed}.log`, `${text}\n`);
}
// Whoever still waits for an answer from what is gone need not be waited for.
process.exit();

async function simulate() {
  const report = await simulation.run();
  process.exitCode = report.violations.length === 0 ? 0 : 1;
  if (process.exitCode === 1) process.stderr.write(`npm run simulate -- --seed ${seed} --minutes ${minutes}\n`);
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

function interruption() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
}

function readArguments() {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, minutes: { type: 'string' } } });
  const given = { seed: Number(values.seed ?? Date.now() % 1_000_000), minutes: Number(values.minutes ?? 3) };
  if (Number.isSafeInteger(given.seed) && given.minutes > 0) return given;
  throw new Error('npm run simulate -- --seed <whole number> --minutes <number>');
}
