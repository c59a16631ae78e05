import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../../src/database/data-source.js';
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
  // One connection: whoever comes next gets the one that fell silent, if anybody does.
  const url = `${network.url}?query_timeout=1000`;
  dataSource = await new DataSource(dataSourceOptions({ url, poolSize: 1, entities: [], migrations: [] })).initialize();
}, 60_000);

afterAll(async () => {
  await network.cut();
  await dataSource.destroy();
  await database.drop();
}, 60_000);

it('a transaction whose connection falls silent fails, and leaves that connection to nobody else', async () => {
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
