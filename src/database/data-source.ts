import { types } from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { SnakeNamingStrategy } from './snake-naming.strategy.js';

const INT8 = 20;

/** Every sum fits a double exactly (amounts end at 10^11, sequences far below 2^53), so bigint columns are numbers here. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === INT8) return Number;
  return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid, 'text');
}

/** How the application, the migrations and the tests connect. */
export function dataSourceOptions(connection: {
  readonly url: string;
  readonly poolSize: number;
  readonly entities: readonly (new () => object)[];
  readonly migrations: readonly (new () => object)[];
}): DataSourceOptions {
  return {
    type: 'postgres',
    url: connection.url,
    poolSize: connection.poolSize,
    entities: [...connection.entities],
    migrations: [...connection.migrations] as never[],
    migrationsTableName: 'migrations',
    synchronize: false,
    namingStrategy: new SnakeNamingStrategy(),
    applicationName: 'dunlin',
    installExtensions: false,
    extra: {
      types: { getTypeParser },
      // A caller is told "unavailable, retry" rather than kept waiting for a pool that does not come back.
      connectionTimeoutMillis: 5000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: 30_000,
      // Longer than the server's own: this one is for a network that has lost the connection without telling us.
      query_timeout: 35_000,
      // No transaction of ours waits for anybody else. A process that is stopped inside one would hold its locks, the
      // sequencer's among them, for as long.
      idle_in_transaction_session_timeout: 5000,
      lock_timeout: 10_000,
    },
  };
}
