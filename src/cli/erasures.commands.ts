import { isEmail } from 'class-validator';
import { newId } from '../common/ids.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { ErasureDto } from '../personal-data/dto/erasure.dto.js';
import { ErasuresService } from '../personal-data/erasures.service.js';
import { UsageError, type Command, type Report } from './command.js';
import { keyOf, ownerIn, OWNER_OPTIONS } from './ids.js';

export const ERASURES_COMMANDS: readonly Command[] = [
  {
    name: 'erasures request',
    about: 'Erase what is kept about a customer; a running worker does it, for good',
    options: {
      email: { type: 'string', value: '<address>', about: 'the customer’s', isRequired: true },
      ...OWNER_OPTIONS,
    },
    run: async (app, input) => {
      const email = String(input.options['email']);
      if (!isEmail(email)) throw new UsageError('--email is no e-mail address');
      const erasures = app.get(ErasuresService);
      return describe(erasures, await erasures.request({ ...ownerIn(input), id: newId() }, email));
    },
  },
  {
    name: 'erasures show',
    about: 'Tell how far an erasure is',
    words: ['<era_…>'],
    run: async (app, { words }) => {
      const key = await keyOf(app.get(Database), 'erasure', { table: 'erasures', publicId: words[0]! });
      return describe(app.get(ErasuresService), key);
    },
  },
];

async function describe(erasures: ErasuresService, key: RowKey): Promise<Report> {
  const { waiting, ...shown } = ErasureDto.from(await erasures.get(key), await erasures.restOf(key));
  const note = waiting.map(({ paymentId, reason }) => `${paymentId} waits: ${reason}`).join('\n');
  return { data: shown, ...(note !== '' && { note }) };
}
