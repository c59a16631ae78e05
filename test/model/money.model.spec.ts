import { randomInt } from 'node:crypto';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import type { Plan } from './act.types.js';
import { MoneyWorld } from './money.world.js';
import { plans } from './plan.arbitrary.js';
import { run } from './sale.run.js';
import { Sightings } from './sightings.js';

/** `DUNLIN_MODEL=long` for thousands of sequences; `first` does not look for a smaller form of the first that fails. */
const IS_LONG = process.env['DUNLIN_MODEL'] === 'long';
const IS_FIRST_ENOUGH = process.env['DUNLIN_MODEL'] === 'first';
/**
 * One run again: `DUNLIN_MODEL_SEED`, and `DUNLIN_MODEL_PATH` for the smallest that failed, as the failure names them. The long
 * form explores; the short one, which a change must pass, does not depend on luck.
 */
const SEED = Number(process.env['DUNLIN_MODEL_SEED'] ?? (IS_LONG ? randomInt(2 ** 31) : 4711));
const PATH = process.env['DUNLIN_MODEL_PATH'];
const LANES = PATH === undefined ? 12 : 1;
const SEQUENCES = IS_LONG ? 4800 : 312;
const DEADLINE_MS = IS_LONG ? 7_200_000 : 900_000;

/** Where a run must have been to have proved anything. */
const SOMETIMES = [
  ...['paid', 'partially_refunded', 'refunded', 'canceled', 'expired', 'failed', 'authorized', 'pending'].map(
    (status) => `ends as ${status}`,
  ),
  ...['GBP', 'JPY', 'KWD', 'INR'].map((currency) => `takes ${currency}`),
  ...['dojo', 'jodo order', 'jodo link'].map((till) => `ends with ${till}`),
  ...['late_payment', 'surplus'].map((reason) => `ends in review ${reason}`),
  ...['unknown', 'succeeded', 'failed'].map((status) => `a refund is at first ${status}`),
  'a refund of an unknown outcome succeeded',
  'a cancel came too late',
  'a page that was closed was paid',
  'a payer: confirming',
  'a person was believed',
  'a person was contradicted',
  'a payer: declined',
  'a process was killed',
  'a second page',
  'a webhook came twice',
  'a webhook overtook another',
  'a webhook was forged',
  'a webhook was lost',
  'an answer came out of date',
  'an orphan at the provider',
  'captured a part',
  'no refunds at Jodo',
  'of two refunds at once, one',
  'recorded',
  'the payer came back',
  'was paid twice',
];

type Outcome = fc.RunDetails<[Plan]>;

jest.setTimeout(DEADLINE_MS + 60_000);

const sightings = new Sightings();
let world: MoneyWorld | undefined;

beforeAll(async () => {
  world = await MoneyWorld.open(sightings);
}, 120_000);

afterAll(() => world?.close());

it(`whatever happens to payments, three ledgers agree on their money (seed ${SEED})`, async () => {
  let failing: number | undefined;
  let begun = 0;
  const lane = async (index: number) => {
    const property = fc.asyncProperty(plans, async (plan) => {
      // One failure is enough: the others leave the machine to the search for its smallest form.
      if (failing !== undefined && failing !== index) return;
      if (failing === undefined) begun += 1;
      await run(world!, plan).catch((error: unknown) => {
        failing ??= index;
        throw error;
      });
    });
    return fc.check(property, {
      seed: SEED + index,
      numRuns: Math.ceil(SEQUENCES / LANES),
      interruptAfterTimeLimit: DEADLINE_MS,
      markInterruptAsFailure: true,
      endOnFailure: IS_FIRST_ENOUGH || PATH !== undefined,
      ...(PATH !== undefined && { path: PATH }),
    });
  };
  const outcomes = await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
  const failures = outcomes.filter(({ failed }) => failed);
  if (failures.length > 0) throw new Error([`It failed after ${begun} sequences.`, ...failures.map(told)].join('\n'));
  expect(await world!.faults()).toEqual([]);
  const missing = PATH === undefined ? sightings.missing(SOMETIMES) : [];
  expect({ missing, seen: sightings.text() }).toMatchObject({ missing: [] });
  if (IS_LONG) process.stdout.write(`${sightings.text()}\n`);
});

/** What failed, as small as it was found, and how to see it again. */
function told({ seed, counterexamplePath, counterexample, errorInstance, numRuns, interrupted }: Outcome): string {
  if (interrupted && counterexample === null) return `interrupted after ${numRuns} sequences`;
  return [
    `DUNLIN_MODEL_SEED=${seed} DUNLIN_MODEL_PATH=${counterexamplePath}`,
    ...planned(counterexample?.[0]),
    errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
  ].join('\n');
}

function planned(plan: Plan | undefined): string[] {
  if (!plan) return [];
  const acts = plan.acts.map((act) => JSON.stringify(act));
  return [JSON.stringify(plan.setting), ...acts, JSON.stringify({ rests: plan.end })];
}
