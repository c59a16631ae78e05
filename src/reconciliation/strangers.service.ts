import { Injectable } from '@nestjs/common';
import { fromPublicId } from '../common/ids.js';
import { sameMoney } from '../common/money.js';
import type { Connection } from '../connections/connection.entity.js';
import { Database } from '../database/database.js';
import type { FoundPayment } from '../gateways/payment-gateway.js';
import type { Orphan } from '../payments/checkout-adoption.service.js';
import { Checkout } from '../payments/checkout.entity.js';
import { Payment } from '../payments/payment.entity.js';

/** Whose the payments are that a provider lists and that are no row of the connection's. */
export interface Strangers {
  readonly orphans: readonly Orphan[];
  /** Their row is still being made: whoever makes it finds them. */
  readonly inFlight: number;
  /** Another installation's, another account's, another connection's, or made by other means. */
  readonly unknown: number;
}

type Verdict = Orphan | 'in_flight' | 'unknown';

/** Tells lost pages of ours from what else happens in an account at the provider. */
@Injectable()
export class StrangersService {
  constructor(private readonly database: Database) {}

  async judge(
    connection: Connection,
    { strangers, toleranceMs }: { strangers: readonly FoundPayment[]; toleranceMs: number },
  ): Promise<Strangers> {
    const claims = strangers.map((found) => ({ found, checkoutId: checkoutIdOf(found) }));
    const ids = claims.flatMap(({ checkoutId }) => checkoutId ?? []);
    if (ids.length === 0) return { orphans: [], inFlight: 0, unknown: strangers.length };
    const rows = await this.checkouts(connection, ids);
    const rowless = claims.filter(({ checkoutId }) => checkoutId !== undefined && !rows.has(checkoutId));
    const payments = await this.paymentsOf(connection, rowless);
    const verdicts = claims.map(({ found, checkoutId }): Verdict => {
      if (checkoutId === undefined) return 'unknown';
      const row = rows.get(checkoutId);
      if (row) return byCheckout(connection, { found, row });
      const payment = payments.get(checkoutId);
      return payment ? byReference(connection, { found, payment, toleranceMs }) : 'unknown';
    });
    return {
      orphans: verdicts.filter((verdict): verdict is Orphan => typeof verdict === 'object'),
      inFlight: verdicts.filter((verdict) => verdict === 'in_flight').length,
      unknown: verdicts.filter((verdict) => verdict === 'unknown').length,
    };
  }

  private async checkouts({ accountId, mode }: Connection, ids: readonly string[]) {
    const condition = 'WHERE account_id = $1 AND mode = $2 AND id = ANY ($3)';
    const rows = await this.database.select(Checkout, condition, [accountId, mode, ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /**
   * The payments whose references they carry, by checkout id: after a database was restored from a backup, a page may carry
   * an id of ours that no row has any more. An id that another account has is that account's, whatever the reference says.
   */
  private async paymentsOf(
    { accountId, mode }: Connection,
    claims: readonly { found: FoundPayment; checkoutId: string | undefined }[],
  ): Promise<ReadonlyMap<string, Payment>> {
    const references = claims.flatMap(({ found }) => found.checkout.reference ?? []);
    if (references.length === 0) return new Map();
    const condition = 'WHERE account_id = $1 AND mode = $2 AND reference = ANY ($3)';
    const payments = await this.database.select(Payment, condition, [accountId, mode, references]);
    const byReferenceOf = new Map(payments.map((payment) => [payment.reference, payment]));
    const matched = claims.flatMap(({ found, checkoutId }) => {
      const payment = byReferenceOf.get(found.checkout.reference ?? '');
      return payment && checkoutId !== undefined ? [[checkoutId, payment] as const] : [];
    });
    const others = await this.ofOthers(matched.map(([id]) => id));
    return new Map(matched.filter(([id]) => !others.has(id)));
  }

  private async ofOthers(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }>(
      `SELECT c.id FROM accounts CROSS JOIN (VALUES ('sandbox'), ('live')) AS modes (mode)
         JOIN checkouts c ON c.account_id = accounts.id AND c.mode = modes.mode AND c.id = ANY ($1)`,
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
  }
}

function checkoutIdOf({ checkoutId }: FoundPayment): string | undefined {
  return checkoutId === null ? undefined : fromPublicId('checkout', checkoutId);
}

function byCheckout(connection: Connection, { found, row }: { found: FoundPayment; row: Checkout }): Verdict {
  // Two connections with one key at the provider: each looks after its own.
  if (row.connectionId !== connection.id) return 'unknown';
  if (row.status === 'creating') return 'in_flight';
  return { connection, paymentId: row.paymentId, lostAt: row.createdAt, by: 'checkout', found };
}

/** The amount must be the same and the payment older: the page was made for it. */
function byReference(
  connection: Connection,
  { found, payment, toleranceMs }: { found: FoundPayment; payment: Payment; toleranceMs: number },
): Verdict {
  const { amount } = found.checkout;
  const isSame = amount !== null && sameMoney(amount, payment.money);
  const isOlder = payment.createdAt.getTime() - toleranceMs <= found.createdAt.getTime();
  if (!isSame || !isOlder) return 'unknown';
  return { connection, paymentId: payment.id, lostAt: null, by: 'reference', found };
}
