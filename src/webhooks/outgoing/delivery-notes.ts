import { Injectable } from '@nestjs/common';
import { AppLogger } from '../../common/app-logger.js';
import { Database } from '../../database/database.js';
import type { Delivery, DeliveryStatus } from './delivery.entity.js';
import { EndpointHealth, type WatchedEndpoint } from './endpoint-health.js';
import { Endpoint } from './endpoint.entity.js';
import type { WebhookAttempt } from './webhook-sender.js';

/** One attempt and what it makes of its delivery. */
export interface DeliveryNote {
  readonly delivery: Delivery;
  readonly attempt: WebhookAttempt;
  /** When it was sent. */
  readonly at: Date;
  readonly status: DeliveryStatus;
  readonly dueAt: Date | null;
  readonly deliveredAt: Date | null;
}

interface Waiting {
  readonly note: DeliveryNote;
  readonly noted: () => void;
  readonly failed: (error: unknown) => void;
}

const BATCH = 200;

/**
 * Writes what became of deliveries. While one statement is on its way the next notes gather for the next statement, so
 * that a single delivery is noted at once, and a thousand a second need no thousand commits.
 */
@Injectable()
export class DeliveryNotes {
  private waiting: Waiting[] = [];
  private isWriting = false;

  constructor(
    private readonly database: Database,
    private readonly health: EndpointHealth,
    private readonly logger: AppLogger,
  ) {}

  /** Resolves when it is on record, or when somebody else turns out to have claimed the delivery since. */
  note(note: DeliveryNote): Promise<void> {
    return new Promise((noted, failed) => {
      this.waiting.push({ note, noted, failed });
      if (!this.isWriting) void this.writeWaiting();
    });
  }

  private async writeWaiting(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH);
      const notes = batch.map(({ note }) => note);
      const outcomes = await Promise.allSettled(await this.writeOrEach(notes));
      for (const [index, { noted, failed }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome?.status === 'rejected') failed(outcome.reason);
        else noted();
      }
    }
    this.isWriting = false;
  }

  /**
   * All at once; else, after a cut connection, a deadlock with a replay or a row that the database refuses, each once more
   * by itself, so that no delivery is sent again because of another one.
   */
  private async writeOrEach(notes: readonly DeliveryNote[]): Promise<Promise<void>[]> {
    try {
      await this.writeAndHeed(notes);
      return [];
    } catch {
      return notes.map((note) => this.writeAndHeed([note]));
    }
  }

  /** What an endpoint's attempts say about it is said again by the next one: losing it once does no harm. */
  private async writeAndHeed(notes: readonly DeliveryNote[]): Promise<void> {
    const endpoints = await this.write(notes);
    const signs = notes.map(({ delivery, attempt, at }) => ({ endpointId: delivery.endpointId, attempt, at }));
    await this.health.heed(endpoints, signs).catch((err: unknown) => this.logger.error({ err }, 'endpoint not judged'));
  }

  /**
   * One statement: outcomes and attempts, save for those whose lease was lost meanwhile. Done twice, because its first
   * answer was lost, it finds the leases given up and hits nothing. Answers what is known of the endpoints so far.
   */
  private async write(notes: readonly DeliveryNote[]): Promise<WatchedEndpoint[]> {
    const rows = await this.database.query<object>(
      `WITH given AS (
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[], $5::text[], $6::timestamptz[],
           $7::timestamptz[], $8::timestamptz[], $9::integer[], $10::text[], $11::integer[], $12::text[])
           AS g (account_id, mode, id, fence, status, due_at, delivered_at, at, answer, error, duration_ms, response)
       ), noted AS (
         UPDATE deliveries d SET status = g.status, attempts = d.attempts + 1, due_at = g.due_at,
           delivered_at = g.delivered_at, leased_until = NULL
         FROM given g
         WHERE d.account_id = g.account_id AND d.mode = g.mode AND d.id = g.id AND d.fence = g.fence
           AND d.leased_until IS NOT NULL
         RETURNING d.account_id, d.mode, d.id, d.endpoint_id, d.attempts
       ), kept AS (
         INSERT INTO delivery_attempts (account_id, mode, delivery_id, number, at, status, error, duration_ms, response)
         SELECT n.account_id, n.mode, n.id, n.attempts, g.at, g.answer, g.error, g.duration_ms, g.response
         FROM noted n JOIN given g ON g.account_id = n.account_id AND g.mode = n.mode AND g.id = n.id)
       SELECT account_id, mode, id, status, failing_since, warned_at FROM endpoints
       WHERE (account_id, mode, id) IN (SELECT account_id, mode, endpoint_id FROM noted)`,
      [
        notes.map(({ delivery }) => delivery.accountId),
        notes.map(({ delivery }) => delivery.mode),
        notes.map(({ delivery }) => delivery.id),
        notes.map(({ delivery }) => delivery.fence),
        notes.map(({ status }) => status),
        notes.map(({ dueAt }) => dueAt),
        notes.map(({ deliveredAt }) => deliveredAt),
        notes.map(({ at }) => at),
        notes.map(({ attempt }) => attempt.status),
        notes.map(({ attempt }) => attempt.error),
        notes.map(({ attempt }) => attempt.durationMs),
        notes.map(({ attempt }) => attempt.responseBody),
      ],
    );
    return this.database.hydrate(Endpoint, rows);
  }
}
