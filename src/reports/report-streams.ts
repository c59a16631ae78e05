import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Caller } from '../accounts/caller.js';
import { DomainError } from '../common/domain-error.js';
import { Drain } from '../common/drain.js';

interface Report {
  readonly owner: Pick<Caller, 'accountId'>;
  readonly lines: AsyncGenerator<string>;
  readonly fileName: string;
  readonly hasByteOrderMark: boolean;
}

const MOST_OF_AN_ACCOUNT = 4;
const RETRY_SECONDS = 10;
/** Whoever takes nothing for this long has gone without a word. */
const STALLED_MS = 60_000;

/** Sends reports as fast as they are taken, and no faster: what is read ahead is one batch. */
@Injectable()
export class ReportStreams {
  private readonly openOf = new Map<string, number>();

  constructor(private readonly drain: Drain) {}

  /**
   * Resolves when the report is sent, when its reader has hung up, or when the process stops. Only the first ends the
   * answer: any other cuts the connection, so that no part of a report passes for all of it. Throws what the first batch
   * throws before anything is sent, and `rate_limited` beyond the reports that an account may have under way.
   */
  async send(response: Response, report: Report): Promise<void> {
    const { accountId } = report.owner;
    this.enter(accountId);
    try {
      const first = await report.lines.next();
      response.writeHead(200, {
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': `attachment; filename="${report.fileName}"`,
        'Cache-Control': 'no-store',
      });
      response.setTimeout(STALLED_MS, () => response.destroy());
      await this.pump(response, restOf(report, String(first.value)));
    } finally {
      this.leave(accountId);
    }
  }

  private async pump(response: Response, lines: AsyncGenerator<string>): Promise<void> {
    const { signal } = this.drain;
    try {
      await pipeline(Readable.from(lines, { highWaterMark: 1 }), response, { signal });
    } catch (error) {
      if (!signal.aborted && !hasHungUp(error)) throw error;
      response.destroy();
    }
  }

  private enter(accountId: string): void {
    const open = this.openOf.get(accountId) ?? 0;
    if (open >= MOST_OF_AN_ACCOUNT) {
      throw new DomainError('rate_limited', 'Too many reports of this account are under way.', {
        retryAfterSeconds: RETRY_SECONDS,
      });
    }
    this.openOf.set(accountId, open + 1);
  }

  private leave(accountId: string): void {
    const left = this.openOf.get(accountId)! - 1;
    if (left > 0) this.openOf.set(accountId, left);
    else this.openOf.delete(accountId);
  }
}

async function* restOf({ lines, hasByteOrderMark }: Report, first: string): AsyncGenerator<string> {
  yield (hasByteOrderMark ? '\uFEFF' : '') + first;
  yield* lines;
}

function hasHungUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
