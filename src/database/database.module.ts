import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import { Database } from './database.js';
import { StatementNames } from './sql.js';
import { TableStatisticsWorker } from './table-statistics.worker.js';
import { Transactor } from './transactor.js';
import { Waker } from './waker.js';

/** The pool, transactions and wake-ups, injectable everywhere. The schema is already up to date: see `migrate.ts`. */
@Global()
@Module({})
export class DatabaseModule {
  static register(options: DataSourceOptions): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [TypeOrmModule.forRoot({ ...options, migrationsRun: false, retryAttempts: 0 })],
      providers: [StatementNames, Database, TableStatisticsWorker, Transactor, Waker],
      exports: [Database, TableStatisticsWorker, Transactor, Waker],
    };
  }
}
