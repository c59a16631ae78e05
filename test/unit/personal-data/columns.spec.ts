import { jest } from '@jest/globals';
import { IMPERSONAL_COLUMNS, PERSONAL_COLUMNS } from '../../support/personal.columns.js';
import { openTestDatabase } from '../../support/test-database.js';

// A database of its own, on a machine that does other things too.
jest.setTimeout(30_000);

it('knows of every column that can hold a text whether it may be about a payer', async () => {
  const db = await openTestDatabase();
  const columns = await db.database.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_name <> 'mode'
       AND data_type NOT IN ('uuid', 'integer', 'bigint', 'boolean', 'date', 'timestamp with time zone')`,
  );
  await db.close();
  const known = [...PERSONAL_COLUMNS, ...IMPERSONAL_COLUMNS];

  expect(columns.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
});
