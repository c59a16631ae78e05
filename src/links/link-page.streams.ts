import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { Drain } from '../common/drain.js';
import { Database } from '../database/database.js';
import { Waker } from '../database/waker.js';
import { Checkout, type CheckoutStatus } from '../payments/checkout.entity.js';
import type { PaymentStatus } from '../payments/payment-status.js';
import { paymentTopic } from '../payments/payments.repository.js';
import { pageFor, type PayerPage, type PayerView } from './link-page.state.js';
import { Link } from './link.entity.js';

const STREAM_LIFE_MS = 5 * 60_000;
/** A change wakes a stream at once; this is for the wake-up that got lost, and what keeps proxies from cutting the line. */
const HEARTBEAT_MS = 10_000;
const MOST_OF_A_PAYMENT = 8;
const MOST_OF_A_PROCESS = 500;

/** Tells open pages, by server-sent events, which page they should be. */
@Injectable()
export class LinkPageStreams {
  /** By topic: one payment's links share what may be open. */
  private readonly openOf = new Map<string, number>();
  private open = 0;

  constructor(
    private readonly database: Database,
    private readonly waker: Waker,
    private readonly drain: Drain,
    private readonly clock: Clock,
  ) {
    drain.signal.addEventListener('abort', () => {
      for (const topic of this.openOf.keys()) waker.wakeHere(topic);
    });
  }

  /** Answers for as long as the page is open. Throws `rate_limited` beyond the streams a payment or a process may have. */
  async serve(link: Link, view: PayerView, response: Response): Promise<void> {
    const topic = paymentTopic({ id: link.paymentId });
    this.enter(topic);
    try {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      await this.tell({ link, view, topic }, response);
      response.end();
    } finally {
      this.leave(topic);
    }
  }

  private async tell({ link, view, topic }: Watched, response: Response): Promise<void> {
    const endsAtMs = performance.now() + STREAM_LIFE_MS;
    // Who left while the link was looked up closes nothing any more, and would hold a place until the stream's end.
    let isOpen = !response.destroyed;
    response.on('close', () => {
      isOpen = false;
      this.waker.wakeHere(topic);
    });
    // A process that stops would wait for its streams; the page asks again and reaches another one.
    for (let last = ''; isOpen && !this.drain.isDraining && performance.now() < endsAtMs;) {
      let changedMeanwhile = false;
      const off = this.waker.on(topic, () => (changedMeanwhile = true));
      const page = await this.pageOf(link, view).finally(off);
      response.write(page === last ? ': still here\n\n' : `event: status\ndata: ${page}\n\n`);
      last = page;
      if (!changedMeanwhile && isOpen) await this.waker.wait(topic, HEARTBEAT_MS);
    }
  }

  /** One statement, for it is asked over and over. */
  private async pageOf(link: Link, view: PayerView): Promise<PayerPage> {
    const [row] = await this.database.query<StateRow>(
      `SELECT payments.status, payments.expires_at, links.expires_at AS link_expires_at, links.canceled_at,
         newest.status AS checkout_status, newest.sent_at, newest.created_at
       FROM links
       JOIN payments ON payments.account_id = links.account_id AND payments.mode = links.mode AND payments.id = links.payment_id
       LEFT JOIN LATERAL (
         SELECT status, sent_at, created_at FROM checkouts
         WHERE checkouts.account_id = links.account_id AND checkouts.mode = links.mode AND checkouts.payment_id = links.payment_id
         ORDER BY created_at DESC, id DESC LIMIT 1) newest ON true
       WHERE links.account_id = $1 AND links.mode = $2 AND links.id = $3`,
      [link.accountId, link.mode, link.id],
    );
    if (!row) throw new DomainError('not_found', 'There is no such link.');
    return pageFor(factsOf(row), { view, now: this.clock.now() });
  }

  private enter(topic: string): void {
    const ofPayment = this.openOf.get(topic) ?? 0;
    if (this.open >= MOST_OF_A_PROCESS || ofPayment >= MOST_OF_A_PAYMENT) {
      throw new DomainError('rate_limited', 'Too many pages wait for news.', {
        retryAfterSeconds: HEARTBEAT_MS / 1000,
      });
    }
    this.open += 1;
    this.openOf.set(topic, ofPayment + 1);
  }

  private leave(topic: string): void {
    this.open -= 1;
    const left = this.openOf.get(topic)! - 1;
    if (left > 0) this.openOf.set(topic, left);
    else this.openOf.delete(topic);
  }
}

interface Watched {
  readonly link: Link;
  readonly view: PayerView;
  readonly topic: string;
}

interface StateRow {
  readonly status: PaymentStatus;
  readonly expires_at: Date | null;
  readonly link_expires_at: Date;
  readonly canceled_at: Date | null;
  readonly checkout_status: CheckoutStatus | null;
  readonly sent_at: Date | null;
  readonly created_at: Date | null;
}

function factsOf(row: StateRow) {
  const checkout = { status: row.checkout_status, sentAt: row.sent_at, createdAt: row.created_at };
  return {
    payment: { status: row.status, expiresAt: row.expires_at },
    link: Object.assign(new Link(), { expiresAt: row.link_expires_at, canceledAt: row.canceled_at }),
    checkout: row.checkout_status === null ? undefined : Object.assign(new Checkout(), checkout),
  };
}
