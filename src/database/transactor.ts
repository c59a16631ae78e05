import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { Transaction } from './database.js';
import { databaseErrorCode, isDatabaseSilent } from './database-error.js';
import { hangUpIdle } from './idle-connections.js';
import { StatementNames } from './sql.js';

const ATTEMPTS = 4;
/** Beyond the server's own limit, before the network is taken for lost. */
const ANSWER_MS = 5000;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';

/** The only place where a transaction begins. */
@Injectable()
export class Transactor {
  constructor(
    private readonly dataSource: DataSource,
    private readonly statementNames: StatementNames,
  ) {}

  /**
   * Runs `work` in one READ COMMITTED transaction and answers what it answers. After a deadlock or serialization failure
   * the work is done again from its beginning, so it must not do anything that a rollback does not undo: no call to
   * others, no change to objects from outside.
   */
  async run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(work);
      } catch (error) {
        const code = databaseErrorCode(error);
        const isConflict = code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED;
        if (!isConflict || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /**
   * Runs `work` once on one snapshot (REPEATABLE READ) in which nothing can be written and no row is locked. Meant for
   * statements that read much: each may take `statementTimeoutMs`, and takes no more than one core.
   */
  async read<Result>(
    { statementTimeoutMs }: { statementTimeoutMs: number },
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result> {
    const readAll = async (tx: Transaction) => {
      await tx.run('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      await tx.query(
        `SELECT set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $1, true),
           set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true),
           set_config('work_mem', '64MB', true)`,
        [String(statementTimeoutMs)],
      );
      return work(tx);
    };
    return this.attempt(readAll, statementTimeoutMs + ANSWER_MS);
  }

  private async attempt<Result>(work: (tx: Transaction) => Promise<Result>, answerWithinMs?: number): Promise<Result> {
    const queryRunner = this.dataSource.createQueryRunner();
    try {
      await queryRunner.startTransaction();
      const result = await work(new Transaction(queryRunner, this.statementNames, answerWithinMs));
      await queryRunner.commitTransaction();
      return result;
    } catch (error) {
      if (isDatabaseSilent(error)) {
        void hangUpIdle(this.dataSource);
        await hangUp(queryRunner);
      }
      // The first error is the news; a rollback on a lost connection fails too, and the server has rolled back already.
      else if (queryRunner.isTransactionActive) await queryRunner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await queryRunner.release();
    }
  }
}

/** A rollback would wait behind the statement without an answer, and so would whoever the pool gave the connection to next. */
async function hangUp(queryRunner: QueryRunner): Promise<void> {
  const connection = (await queryRunner.connect()) as { end(): Promise<void> };
  await connection.end().catch(() => undefined);
}
