import { jest } from '@jest/globals';
import { newKey } from '../../../src/accounts/key-format.js';
import { newId } from '../../../src/common/ids.js';
import type { Transaction } from '../../../src/database/database.js';
import { INVARIANTS } from '../../../src/verify/invariants.js';
import { DAMAGES } from '../../fixtures/damages.js';
import { SoundBooks } from '../../support/sound.books.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';
import { faultsIn, verify } from '../../support/verification.js';

jest.setTimeout(60_000);

let db: TestDataSource;
let books: SoundBooks;

beforeAll(async () => {
  db = await openTestDatabase();
  books = await SoundBooks.in(db);
});

afterAll(() => db.close());

class RollBack extends Error {}

/** What is reported after the damage, which is done past every guard and undone afterwards. */
async function faultsAfter(statements: string): Promise<string[]> {
  let faults: string[] = [];
  const attempt = db.transactor.run(async (tx) => {
    await tx.run('SET LOCAL session_replication_role = replica');
    for (const statement of withIds(statements).split(';')) await tx.run(statement);
    faults = await brokenIn(tx);
    throw new RollBack();
  });
  await expect(attempt).rejects.toThrow(RollBack);
  return faults;
}

async function brokenIn(tx: Transaction): Promise<string[]> {
  const verdicts = await verify({ secretKeys: books.secretKeys, read: (_, work) => work(tx) });
  return verdicts.flatMap(({ name, result, tells }) =>
    result === 'holds' ? [] : [result === 'violated' ? name : `${name}: ${tells}`],
  );
}

function withIds(statements: string): string {
  const { paid, pending, paidCheckout, pendingCheckout, link } = books;
  const ids: Readonly<Record<string, string>> = {
    paid: paid.id,
    pending: pending.id,
    paidCheckout: paidCheckout.id,
    pendingCheckout: pendingCheckout.id,
    link: link.id,
    fresh: newId(),
  };
  return statements
    .replaceAll(':apiKey', newKey('sandbox'))
    .replace(/:([a-z]\w*)\b/gi, (whole, name: string) => (name in ids ? `'${ids[name]}'::uuid` : whole));
}

describe('verification', () => {
  it('finds nothing in sound books', async () => {
    const verdicts = await verify({
      secretKeys: books.secretKeys,
      read: (options, work) => db.transactor.read(options, work),
    });
    expect(faultsIn(verdicts)).toEqual([]);
  });

  it('is damaged here in every way that it looks for', () => {
    expect(Object.keys(DAMAGES).toSorted()).toEqual(INVARIANTS.map(({ name }) => name).toSorted());
  });

  const damages = Object.entries(DAMAGES).flatMap(([name, ways]) =>
    Object.entries(ways).map(([how, statements]) => ({ name, how, statements })),
  );

  it.each(damages)('tells $name, and nothing else, when $how', async ({ name, statements }) => {
    expect(await faultsAfter(statements)).toEqual([name]);
  });
});
