import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Drain } from '../common/drain.js';
import { AppConfig } from '../config/app-config.js';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { Waker } from '../database/waker.js';
import { NUMBERED_TOPIC } from './event-sequencer.worker.js';

export const MAX_WAITING = 20;

const STIRRED_TOPIC = 'event-waiters';
/** A busy account numbers a batch every few milliseconds; its waiting readers look once for several of them. */
const CALM_MS = 20;

type Owner = Pick<RowKey, 'accountId' | 'mode'>;

export interface Patience {
  /** The newest sequence that the reader has examined. */
  readonly beyond: number;
  /** `wakeUps` from before the reader looked. */
  readonly wakeUpsBefore: number;
  readonly timeoutMs: number;
  /** Aborted when the reader hangs up. */
  readonly signal: AbortSignal;
}

interface Waiter {
  readonly beyond: number;
  readonly leave: (hasNews: boolean) => void;
}

/**
 * Where readers of the feed wait, all of a process in one place: however many there are, one statement asks which of
 * their accounts have advanced, and nobody holds a connection meanwhile. It is asked when events were numbered, here or
 * in another process, and every `WORKER_POLL_MS`, since a message may be lost; not at all while nobody waits.
 */
@Injectable()
export class EventWaiters implements OnModuleInit, OnApplicationShutdown {
  private readonly waiting = new Map<string, { readonly owner: Owner; readonly waiters: Set<Waiter> }>();
  private heard = 0;
  private isStirred = false;
  private isWatching = false;
  private unsubscribe: (() => void) | null = null;

  constructor(
    private readonly database: Database,
    private readonly waker: Waker,
    private readonly drain: Drain,
    private readonly config: AppConfig,
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.waker.on(NUMBERED_TOPIC, () => {
      this.heard += 1;
      this.stir();
    });
    // A process that stops would wait for its readers; they ask again and reach another one.
    this.drain.signal.addEventListener('abort', () => this.sendHome());
  }

  onApplicationShutdown(): void {
    this.unsubscribe?.();
    this.sendHome();
  }

  /** How often this process has heard of newly numbered events. A reader notes it before it looks. */
  get wakeUps(): number {
    return this.heard;
  }

  get count(): number {
    return [...this.waiting.values()].reduce((sum, { waiters }) => sum + waiters.size, 0);
  }

  /**
   * Answers true as soon as the owner's events have advanced, and false when waiting is over without news: the time is up,
   * the reader hung up, the process stops, or `MAX_WAITING` readers of the account and mode wait here already.
   */
  async forNews(owner: Owner, { beyond, wakeUpsBefore, timeoutMs, signal }: Patience): Promise<boolean> {
    const key = `${owner.accountId} ${owner.mode}`;
    const place = this.waiting.get(key) ?? { owner, waiters: new Set() };
    if (this.drain.isDraining || signal.aborted || place.waiters.size >= MAX_WAITING) return false;
    this.waiting.set(key, place);
    return new Promise((resolve) => {
      const hangUp = () => waiter.leave(false);
      const timer = setTimeout(hangUp, timeoutMs);
      const waiter: Waiter = {
        beyond,
        leave: (hasNews) => {
          clearTimeout(timer);
          signal.removeEventListener('abort', hangUp);
          place.waiters.delete(waiter);
          if (place.waiters.size === 0) this.waiting.delete(key);
          resolve(hasNews);
        },
      };
      place.waiters.add(waiter);
      signal.addEventListener('abort', hangUp);
      // What was numbered after the reader's look and before it took its place has woken nobody.
      if (wakeUpsBefore !== this.heard) this.stir();
      void this.watch();
    });
  }

  private stir(): void {
    this.isStirred = true;
    this.waker.wakeHere(STIRRED_TOPIC);
  }

  private async watch(): Promise<void> {
    if (this.isWatching) return;
    this.isWatching = true;
    while (this.waiting.size > 0) {
      if (!this.isStirred) await this.waker.wait(STIRRED_TOPIC, this.config.workerPollMs);
      this.isStirred = false;
      await this.tellWhoHasNews();
      await delay(CALM_MS);
    }
    this.isWatching = false;
  }

  private async tellWhoHasNews(): Promise<void> {
    const places = [...this.waiting.values()];
    if (places.length === 0) return;
    const counters = await this.database
      .query<{ account_id: string; mode: string; last_sequence: number }>(
        `SELECT account_id, mode, last_sequence FROM event_counters
         WHERE (account_id, mode) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))`,
        [places.map(({ owner }) => owner.accountId), places.map(({ owner }) => owner.mode)],
      )
      // The database is away: asked again at the next poll.
      .catch(() => []);
    for (const counter of counters) {
      const { waiters } = this.waiting.get(`${counter.account_id} ${counter.mode}`) ?? {};
      for (const waiter of waiters ?? []) if (counter.last_sequence > waiter.beyond) waiter.leave(true);
    }
  }

  private sendHome(): void {
    for (const { waiters } of this.waiting.values()) for (const waiter of waiters) waiter.leave(false);
  }
}
