import { TableStatisticsWorker } from '../../../src/database/table-statistics.worker.js';
import { anAccount } from '../../support/builders.js';
import { patiently } from '../../support/patiently.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

let db: TestDataSource;
let worker: TableStatisticsWorker;

beforeEach(async () => {
  db = await openTestDatabase();
  worker = new TableStatisticsWorker(db.transactor, { workerPollMs: 1000 } as ConstructorParameters<
    typeof TableStatisticsWorker
  >[1]);
});

afterEach(() => db.close());

async function analyzed(): Promise<Record<string, number>> {
  const rows = await db.database.query<{ relname: string; times: number }>(
    'SELECT relname, analyze_count::integer AS times FROM pg_stat_user_tables WHERE analyze_count > 0',
  );
  return Object.fromEntries(rows.map(({ relname, times }) => [relname, times]));
}

/** What is counted as live arrives in the statistics a moment after the commit. */
function written(table: string, rows: number): Promise<true> {
  return patiently(async () => {
    const [row] = await db.database.query<{ live: number }>(
      'SELECT n_live_tup::integer AS live FROM pg_stat_user_tables WHERE relname = $1',
      [table],
    );
    return (row?.live ?? 0) >= rows || undefined;
  }, 15_000);
}

describe('statistics of tables', () => {
  it('are gathered as soon as there is something to count, once, by whichever process', async () => {
    await db.database.write({ insert: Array.from({ length: 60 }, () => anAccount()) });
    await written('accounts', 60);
    await Promise.all([worker.tick(), worker.tick(), worker.tick()]);
    await worker.tick();
    expect(await analyzed()).toEqual({ accounts: 1 });
  });

  it('are gathered again when a table has doubled, and not before', async () => {
    const grow = async (from: number, to: number) => {
      await db.database.write({ insert: Array.from({ length: to - from }, () => anAccount()) });
      await written('accounts', to);
      await worker.tick();
    };
    await grow(0, 60);
    await grow(60, 110);
    expect(await analyzed()).toEqual({ accounts: 1 });
    await grow(110, 125);
    expect(await analyzed()).toEqual({ accounts: 2 });
  });

  it('are left alone while a table is as good as empty', async () => {
    await worker.tick();
    expect(await analyzed()).toEqual({});
  });
});
