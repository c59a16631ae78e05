import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { newToken } from '../common/crypto.js';
import { Database } from './database.js';

const CHANNEL = 'dunlin';
const RECONNECT_MS = 1000;
/** A connection that the network has lost without telling us is found out so. */
const HEARTBEAT = { everyMs: 15_000, withinMs: 5000 };
const MAX_TOPICS_HELD = 1000;

/**
 * Tells every process that something is worth a look now (LISTEN/NOTIFY). It only shortens a wait: whoever waits also
 * polls, so a lost message costs time and nothing else. Sent after the commit and outside of it, since NOTIFY inside a
 * transaction takes a lock on which all notifying commits queue.
 */
@Injectable()
export class Waker implements OnModuleInit, OnApplicationShutdown {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private readonly pending = new Set<string>();
  /** Our own messages come back to us too, and would make every wake-up count twice. */
  private readonly sender = newToken();
  private readonly closing = new AbortController();
  private flushing: Promise<void> | null = null;
  private listener: Client | null = null;

  constructor(
    private readonly database: Database,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    void this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    await this.listener?.end().catch(() => undefined);
  }

  /** Wakes whoever waits for the topic, here at once and in the other processes a moment later. Never fails. */
  wake(topic: string): void {
    this.emitter.emit(topic);
    if (this.pending.size < MAX_TOPICS_HELD) this.pending.add(topic);
    this.flushing ??= this.flush();
  }

  /** For what concerns this process only. */
  wakeHere(topic: string): void {
    this.emitter.emit(topic);
  }

  /** Answers the function that ends it. */
  on(topic: string, wakened: () => void): () => void {
    this.emitter.on(topic, wakened);
    return () => this.emitter.off(topic, wakened);
  }

  /** Resolves when the topic is wakened, after `milliseconds`, or when the process stops; whichever is first. */
  async wait(topic: string, milliseconds: number): Promise<void> {
    const done = new AbortController();
    const off = this.on(topic, () => done.abort());
    await delay(milliseconds, undefined, { signal: AbortSignal.any([done.signal, this.closing.signal]) }).catch(
      () => undefined,
    );
    off();
  }

  private async flush(): Promise<void> {
    // One turn of the event loop gathers what a burst wakes.
    await new Promise(setImmediate);
    const topics = [...this.pending];
    this.pending.clear();
    this.flushing = null;
    await this.database
      .query(`SELECT pg_notify($1, $3 || ' ' || topic) FROM unnest($2::text[]) topic`, [CHANNEL, topics, this.sender])
      .catch(() => undefined);
  }

  private hear(payload: string): void {
    const [, sender, topic] = /^(\S+) (.+)$/.exec(payload) ?? [];
    if (topic !== undefined && sender !== this.sender) this.emitter.emit(topic);
  }

  private async listen(): Promise<void> {
    while (!this.closing.signal.aborted) {
      const client = new Client({
        connectionString: (this.dataSource.options as { url: string }).url,
        keepAlive: true,
        connectionTimeoutMillis: 5000,
        query_timeout: HEARTBEAT.withinMs,
      });
      const ended = new Promise<void>((resolve) => client.once('end', resolve).once('error', () => resolve()));
      client.on('error', () => undefined);
      client.on('notification', ({ payload }) => this.hear(payload ?? ''));
      const heartbeat = setInterval(() => void client.query('SELECT 1').catch(() => client.end()), HEARTBEAT.everyMs);
      try {
        await client.connect();
        await client.query(`LISTEN ${CHANNEL}`);
        this.listener = client;
        // The process may have stopped meanwhile, when there was no listener yet to end.
        if (!this.closing.signal.aborted) await ended;
      } catch {
        // The database is away; polling goes on meanwhile.
      }
      clearInterval(heartbeat);
      await client.end().catch(() => undefined);
      await delay(RECONNECT_MS, undefined, { signal: this.closing.signal }).catch(() => undefined);
    }
  }
}
