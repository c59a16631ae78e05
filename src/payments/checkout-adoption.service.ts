import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newToken, sha256 } from '../common/crypto.js';
import { newId } from '../common/ids.js';
import type { Connection } from '../connections/connection.entity.js';
import type { Sql } from '../database/sql.js';
import { Transactor } from '../database/transactor.js';
import { Waker } from '../database/waker.js';
import type { FoundPayment } from '../gateways/payment-gateway.js';
import { Checkout, UNTOUCHED, type FoundAtProvider } from './checkout.entity.js';
import { isPayable } from './payment-status.js';
import { LOOKS_TOPIC } from './payment-sync.service.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';

/** A page at the provider that no row of ours stands for, and whose it is. */
export interface Orphan {
  readonly connection: Connection;
  readonly paymentId: string;
  /** When the row of its lost creation was written; null where there is none. */
  readonly lostAt: Date | null;
  readonly by: FoundAtProvider['by'];
  readonly found: FoundPayment;
}

/**
 * Gives a page that was found at the provider its row, and asks for a look at it. Nothing is concluded here: the look
 * closes the page where it can still be paid, and records what it took, as it does for every other page.
 */
@Injectable()
export class CheckoutAdoption {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly transactor: Transactor,
    private readonly waker: Waker,
    private readonly clock: Clock,
  ) {}

  /** Answers whether it was news; whoever else has found it holds the payment's lock first, and has written the row. */
  async adopt(orphan: Orphan): Promise<boolean> {
    const { connection, paymentId } = orphan;
    const key = { accountId: connection.accountId, mode: connection.mode, id: paymentId };
    const isNews = await this.transactor.run(async (tx) => {
      const payment = await this.repository.lock(tx, key);
      if (await this.isKnown(tx, orphan)) return false;
      const isWanted = await this.isWanted(tx, { payment, orphan });
      const checkout = this.rowOf(orphan, { isWanted });
      if (isWanted) payment.checkoutOpened(checkout, this.clock.now());
      await this.repository.save(tx, { payment, insert: [checkout] });
      return true;
    });
    if (isNews) {
      this.repository.announce(key);
      this.waker.wake(LOOKS_TOPIC);
    }
    return isNews;
  }

  private async isKnown(tx: Sql, { connection, found }: Orphan): Promise<boolean> {
    const rows = await tx.query(
      'SELECT FROM checkouts WHERE account_id = $1 AND mode = $2 AND connection_id = $3 AND provider_payment_id = $4',
      [connection.accountId, connection.mode, connection.id, found.checkout.providerPaymentId],
    );
    return rows.length > 0;
  }

  /** Only money that is held can be of use yet, and only to a payment that has no other page. Any other page is closed. */
  private async isWanted(tx: Sql, { payment, orphan }: { payment: Payment; orphan: Orphan }): Promise<boolean> {
    if (orphan.found.snapshot.status !== 'authorized' || !isPayable(payment.status)) return false;
    return (await this.repository.liveCheckout(payment, tx)) === undefined;
  }

  private rowOf({ connection, paymentId, lostAt, by, found }: Orphan, { isWanted }: { isWanted: boolean }): Checkout {
    const now = this.clock.now();
    const { providerPaymentId, url, expiresAt } = found.checkout;
    const madeAt = Math.min(now.getTime(), found.createdAt.getTime());
    return Object.assign(new Checkout(), {
      ...UNTOUCHED,
      accountId: connection.accountId,
      mode: connection.mode,
      id: newId(),
      paymentId,
      connectionId: connection.id,
      provider: connection.provider,
      providerPaymentId,
      url,
      expiresAt,
      status: isWanted ? 'open' : 'closed',
      closedReason: isWanted ? null : 'canceled',
      closedAt: isWanted ? null : now,
      found: { at: now.toISOString(), status: found.snapshot.status, by },
      // Nobody was ever sent there to come back.
      returnTokenHash: sha256(newToken()),
      dueAt: now,
      // Older than the page that took its place, which stays the payment's newest.
      createdAt: lostAt === null ? new Date(madeAt) : new Date(Math.min(madeAt, lostAt.getTime() - 1)),
    } satisfies Partial<Checkout>);
  }
}
