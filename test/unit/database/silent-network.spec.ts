import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../../src/database/data-source.js';
import { Database } from '../../../src/database/database.js';
import { StatementNames } from '../../../src/database/sql.js';
import { Transactor } from '../../../src/database/transactor.js';
import { TcpProxy } from '../../support/tcp.proxy.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

let database: TestDatabase;
let network: TcpProxy;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  network = await TcpProxy.start(database.url);
}, 60_000);

afterEach(() => dataSource.destroy());

afterAll(async () => {
  await network.cut();
  await database.drop();
}, 60_000);

async function connect(poolSize: number): Promise<void> {
  const url = `${network.url}?query_timeout=1000`;
  dataSource = await new DataSource(dataSourceOptions({ url, poolSize, entities: [], migrations: [] })).initialize();
}

/** So many connections are there, nobody uses them, and the network forgets them. */
async function forgetIdle(connections: number): Promise<void> {
  await connect(connections);
  const all = Array.from({ length: connections }, () => dataSource.query('SELECT pg_sleep(0.2)'));
  await Promise.all(all);
  network.silence();
  network.restore();
}

it('a transaction whose connection falls silent fails, and leaves that connection to nobody else', async () => {
  // One connection: whoever comes next gets the one that fell silent, if anybody does.
  await connect(1);
  const transactor = new Transactor(dataSource, new StatementNames());
  const lost = transactor.run(async (tx) => {
    await tx.query('SELECT 1');
    network.silence();
    await tx.query('SELECT 2');
  });

  await expect(lost).rejects.toThrow('Query read timeout');
  network.restore();
  expect(await transactor.run((tx) => tx.query<{ n: number }>('SELECT 3 AS n'))).toEqual([{ n: 3 }]);
}, 60_000);

it('of connections that the network has forgotten, the first to be found out is the last to be waited for', async () => {
  await forgetIdle(4);
  const database = new Database(dataSource, new StatementNames());

  await expect(database.query('SELECT 1')).rejects.toThrow('Query read timeout');
  expect(await database.query<{ n: number }>('SELECT 2 AS n')).toEqual([{ n: 2 }]);
}, 60_000);

it('the same where it is found out by a transaction that begins', async () => {
  await forgetIdle(4);
  const transactor = new Transactor(dataSource, new StatementNames());

  await expect(transactor.run((tx) => tx.query('SELECT 1'))).rejects.toThrow('Query read timeout');
  expect(await transactor.run((tx) => tx.query<{ n: number }>('SELECT 2 AS n'))).toEqual([{ n: 2 }]);
}, 60_000);
