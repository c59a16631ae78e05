import { randomBytes } from 'node:crypto';
import { SEALED_COLUMNS } from '../../../src/cli/sealed-columns.js';
import { SealedValues } from '../../../src/cli/sealed-values.js';
import { SecretBox } from '../../../src/common/secret-box.js';
import type { Endpoint } from '../../../src/webhooks/outgoing/endpoint.entity.js';
import { anEndpoint, anOwnerIn, type Owner } from '../../support/builders.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const ringKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [K1, K2] = [ringKey('k1'), ringKey('k2')];
const old = new SecretBox(K1);
const both = new SecretBox(`${K2},${K1}`);
const fresh = new SecretBox(K2);

let db: TestDataSource;
let owner: Owner;

beforeEach(async () => {
  db = await openTestDatabase();
  owner = await anOwnerIn(db.database);
});

afterEach(() => db.close());

const valuesOf = (box: SecretBox) => new SealedValues(db.database, db.transactor, box);
const placeOf = ({ accountId, mode, id }: Endpoint) => ({
  table: 'endpoints',
  column: 'secrets',
  accountId,
  mode,
  rowId: id,
});

async function storedEndpoints(count: number): Promise<Endpoint[]> {
  const endpoints = Array.from({ length: count }, () => anEndpoint(owner));
  for (const [index, endpoint] of endpoints.entries()) endpoint.secrets = old.seal(`s${index}`, placeOf(endpoint));
  await db.database.write({ insert: endpoints });
  return endpoints;
}

async function sealedIn(endpoint: Endpoint): Promise<string> {
  const [row] = await db.database.query<{ secrets: string }>('SELECT secrets FROM endpoints WHERE id = $1', [
    endpoint.id,
  ]);
  return row!.secrets;
}

/** The counts of the one column that these tests fill. */
const ofEndpoints = <Counts extends { column: string }>(columns: readonly Counts[]) =>
  columns.find(({ column }) => column === 'endpoints.secrets')!;

describe('sealing with another key', () => {
  it('leaves nothing that needs the old one, over several batches', async () => {
    const endpoints = await storedEndpoints(1100);
    expect(ofEndpoints(await valuesOf(both).check())).toMatchObject({
      values: 1100,
      unreadable: 0,
      keys: { k1: 1100 },
    });
    const columns = await valuesOf(both).reseal();
    expect(ofEndpoints(columns)).toMatchObject({ resealed: 1100, changedMeanwhile: 0, unreadable: 0 });
    expect(ofEndpoints(await valuesOf(fresh).check())).toMatchObject({ unreadable: 0, keys: { k2: 1100 } });
    expect(fresh.open(await sealedIn(endpoints[777]!), placeOf(endpoints[777]!))).toBe('s777');
  });

  it('does nothing twice, and goes on where it was stopped', async () => {
    const [first] = await storedEndpoints(3);
    const done = both.seal('s0', placeOf(first!));
    await db.database.run('UPDATE endpoints SET secrets = $1 WHERE id = $2', [done, first!.id]);
    expect(ofEndpoints(await valuesOf(both).reseal())).toMatchObject({ resealed: 2 });
    expect(await sealedIn(first!)).toBe(done);
    expect(ofEndpoints(await valuesOf(both).reseal())).toMatchObject({ resealed: 0, unreadable: 0 });
  });

  it('leaves what cannot be opened as it is, and says so', async () => {
    const [foreign] = await storedEndpoints(2);
    const sealed = new SecretBox(ringKey('k9')).seal('s', placeOf(foreign!));
    await db.database.run('UPDATE endpoints SET secrets = $1 WHERE id = $2', [sealed, foreign!.id]);
    expect(ofEndpoints(await valuesOf(both).reseal())).toMatchObject({ resealed: 1, unreadable: 1 });
    expect(await sealedIn(foreign!)).toBe(sealed);
    expect(ofEndpoints(await valuesOf(both).check())).toMatchObject({ unreadable: 1, keys: { k9: 1, k2: 1 } });
  });

  it('never overwrites what the application wrote meanwhile', async () => {
    const [endpoint] = await storedEndpoints(1);
    const newer = both.seal('newer', placeOf(endpoint!));
    // The application writes exactly between the reading and the writing.
    const meanwhile = {
      run: async (work: Parameters<typeof db.transactor.run>[0]) => {
        await db.database.run('UPDATE endpoints SET secrets = $1 WHERE id = $2', [newer, endpoint!.id]);
        return db.transactor.run(work);
      },
    } as typeof db.transactor;
    const columns = await new SealedValues(db.database, meanwhile, both).reseal();
    expect(ofEndpoints(columns)).toMatchObject({ resealed: 0, changedMeanwhile: 1, unreadable: 0 });
    expect(await sealedIn(endpoint!)).toBe(newer);
  });

  it('takes a value that was copied from another row for unreadable', async () => {
    const [one, other] = await storedEndpoints(2);
    await db.database.run('UPDATE endpoints SET secrets = $1 WHERE id = $2', [one!.secrets, other!.id]);
    expect(ofEndpoints(await valuesOf(both).check())).toMatchObject({ values: 2, unreadable: 1 });
  });
});

describe('the list of sealed columns', () => {
  it('names primary keys in full', async () => {
    for (const { table, key } of SEALED_COLUMNS) {
      const [found] = await db.database.query<{ names: string[] }>(
        `SELECT array_agg(attname::text ORDER BY position) AS names FROM pg_constraint,
           unnest(conkey) WITH ORDINALITY AS part (number, position)
           JOIN pg_attribute ON attnum = part.number
         WHERE conrelid = $1::regclass AND contype = 'p' AND attrelid = conrelid`,
        [table],
      );
      expect(found!.names).toEqual(key.map(({ name }) => name));
    }
  });
});
