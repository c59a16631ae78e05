import { anAccount } from '../../support/builders.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;

beforeAll(async () => {
  db = await openTestDatabase();
});

afterAll(() => db.close());

const LIMIT = { statementTimeoutMs: 5000 };

async function accountsIn(sql: Pick<TestDataSource['database'], 'query'>): Promise<number> {
  return (await sql.query('SELECT FROM accounts')).length;
}

describe('reading on one snapshot', () => {
  it('sees nothing of what is committed meanwhile', async () => {
    await db.transactor.read(LIMIT, async (tx) => {
      const before = await accountsIn(tx);
      await db.database.write({ insert: [anAccount()] });
      expect(await accountsIn(tx)).toBe(before);
    });
  });

  it('cannot write and cannot lock', async () => {
    const writing = db.transactor.read(LIMIT, (tx) => tx.write({ insert: [anAccount()] }));
    await expect(writing).rejects.toThrow('read-only transaction');
    const locking = db.transactor.read(LIMIT, (tx) => tx.query('SELECT FROM accounts FOR UPDATE'));
    await expect(locking).rejects.toThrow('read-only transaction');
  });

  it('ends a statement that takes longer than it may', async () => {
    const reading = db.transactor.read({ statementTimeoutMs: 20 }, (tx) => tx.query('SELECT pg_sleep(10)'));
    await expect(reading).rejects.toThrow('statement timeout');
  });

  it('leaves the connection as it was', async () => {
    const settings = `SELECT current_setting('transaction_read_only') AS read_only, current_setting('statement_timeout') AS timeout`;
    await db.transactor.read(LIMIT, (tx) => accountsIn(tx));
    const [after] = await db.transactor.run((tx) => tx.query(settings));
    expect(after).toEqual({ read_only: 'off', timeout: '30s' });
  });
});
