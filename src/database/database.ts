import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { isDatabaseSilent } from './database-error.js';
import { hangUpIdle } from './idle-connections.js';
import { Sql, StatementNames, type Answer } from './sql.js';

type Connection = Awaited<ReturnType<Sql['connection']>>;

/** What `pg` tells of its pool. */
interface PoolCounts {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** Statements outside a transaction: each is its own. */
@Injectable()
export class Database extends Sql {
  constructor(dataSource: DataSource, statementNames: StatementNames) {
    super(dataSource, statementNames);
    this.pool = (dataSource.driver as unknown as { master: Connection & PoolCounts }).master;
  }

  private readonly pool: Connection & PoolCounts;

  /** Connections there are, those of them that are idle, and how many callers wait for one. */
  get poolUse(): { total: number; idle: number; waiting: number } {
    return { total: this.pool.totalCount, idle: this.pool.idleCount, waiting: this.pool.waitingCount };
  }

  protected override async connection(): Promise<Connection> {
    return this.pool;
  }

  protected override async execute(text: string, values: readonly unknown[]): Promise<Answer> {
    try {
      return await super.execute(text, values);
    } catch (error) {
      if (isDatabaseSilent(error)) void hangUpIdle(this.dataSource);
      throw error;
    }
  }
}

/** Statements inside the one transaction that `Transactor.run` began. */
export class Transaction extends Sql {
  constructor(
    private readonly queryRunner: QueryRunner,
    statementNames: StatementNames,
    answerWithinMs?: number,
  ) {
    super(queryRunner.connection, statementNames, answerWithinMs);
  }

  protected override async connection(): Promise<Connection> {
    return (await this.queryRunner.connect()) as Connection;
  }
}
