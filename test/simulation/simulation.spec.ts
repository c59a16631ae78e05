import { jest } from '@jest/globals';
import { Simulation } from './simulation.js';

jest.setTimeout(300_000);

/** `npm run simulate` is the long form, with any seed. */
const SEED = 1;

it('a storm over everything at once breaks no promise, and all is consistent afterwards', async () => {
  const simulation = new Simulation({ seed: SEED, minutes: 0, stormMs: 18_000 });
  const { violations, recoverySeconds, counts } = await simulation.run();
  process.stderr.write(
    `seed ${SEED}: consistent ${recoverySeconds.max} s after the storm, ${counts['events']} events\n`,
  );

  expect(violations).toEqual([]);
  expect(counts['payments that were paid']).toBeGreaterThan(10);
});
