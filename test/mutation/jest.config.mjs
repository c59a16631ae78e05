import jestConfig from '../../jest.config.mjs';

export default {
  ...jestConfig,
  rootDir: '../..',
  // Jest finds the specs of a source by who imports whom, which it only follows inside of its roots.
  roots: ['<rootDir>/src', '<rootDir>/test'],
  setupFiles: ['<rootDir>/test/mutation/fast-check.setup.mjs'],
  // One PostgreSQL for all runs of a group, where it needs one, instead of one for each.
  globalSetup: undefined,
  globalTeardown: undefined,
};
