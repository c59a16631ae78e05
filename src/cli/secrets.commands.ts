import type { INestApplicationContext } from '@nestjs/common';
import { Secrets } from '../config/secrets.js';
import { Database } from '../database/database.js';
import { Transactor } from '../database/transactor.js';
import type { Command } from './command.js';
import { SealedValues } from './sealed-values.js';

export const SECRETS_COMMANDS: readonly Command[] = [
  {
    name: 'secrets reencrypt',
    about: 'Seal with the first key of SECRET_KEYS whatever another one sealed; may be stopped and run again',
    run: async (app) => {
      const columns = await valuesOf(app).reseal();
      const isBad = columns.some(({ unreadable }) => unreadable > 0);
      return {
        data: columns.map((column) => ({ ...column })),
        note: isBad
          ? 'Some values open with no key of SECRET_KEYS, and were left as they are.'
          : 'Now secrets check tells whether a key is still needed.',
        isBad,
      };
    },
  },
  {
    name: 'secrets check',
    about: 'Open every sealed value, and count which keys are still needed',
    run: async (app) => {
      const columns = await valuesOf(app).check();
      const isBad = columns.some(({ unreadable }) => unreadable > 0);
      const keys = new Set(columns.flatMap((column) => Object.keys(column.keys)));
      return {
        data: columns.map((column) => ({ ...column })),
        note: `Needed: ${[...keys].toSorted().join(', ') || 'no key'}.${isBad ? ' Some values open with no key of SECRET_KEYS.' : ''}`,
        isBad,
      };
    },
  },
];

function valuesOf(app: INestApplicationContext): SealedValues {
  return new SealedValues(app.get(Database), app.get(Transactor), app.get(Secrets).box);
}
