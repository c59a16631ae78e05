import { Injectable } from '@nestjs/common';
import { newId } from '../common/ids.js';
import { Metrics } from '../common/metrics.js';
import type { Sql } from '../database/sql.js';
import type { GatewayError } from '../gateways/gateway-error.js';
import type { PaymentSnapshot } from '../gateways/payment-gateway.js';
import type { Checkout } from './checkout.entity.js';

export interface LookOutcome {
  readonly outcome: string;
  readonly detail: string | null;
}

const LONGEST_DETAIL = 500;

/** Remembers what looks brought, for people who ask what happened; nothing is decided by it. */
@Injectable()
export class LookLog {
  constructor(private readonly metrics: Metrics) {}

  /** An answer that was had before counts one more; another one is a new row. Of an erased payment no words are kept. */
  async note(
    sql: Sql,
    checkout: Pick<Checkout, 'accountId' | 'mode' | 'id'>,
    look: LookOutcome & { at: Date; durationMs: number },
  ): Promise<void> {
    await sql.run(
      `WITH told AS (
         SELECT CASE WHEN p.erased_at IS NULL OR $5 IN ('closed', 'unrecognised') THEN $6::text END AS detail
         FROM checkouts c JOIN payments p ON p.account_id = c.account_id AND p.mode = c.mode AND p.id = c.payment_id
         WHERE c.account_id = $1 AND c.mode = $2 AND c.id = $3
       ), last AS (
         SELECT id, outcome, detail FROM looks
         WHERE account_id = $1 AND mode = $2 AND checkout_id = $3 ORDER BY last_at DESC, id DESC LIMIT 1
       ), again AS (
         UPDATE looks SET times = looks.times + 1, last_at = greatest(looks.last_at, $7), duration_ms = $8
         FROM last, told
         WHERE looks.account_id = $1 AND looks.mode = $2 AND looks.id = last.id
           AND last.outcome = $5 AND last.detail IS NOT DISTINCT FROM told.detail
         RETURNING looks.id
       )
       INSERT INTO looks (account_id, mode, id, checkout_id, outcome, detail, times, first_at, last_at, duration_ms)
       SELECT $1, $2, $4, $3, $5, told.detail, 1, $7, $7, $8 FROM told WHERE NOT EXISTS (SELECT FROM again)`,
      [
        checkout.accountId,
        checkout.mode,
        checkout.id,
        newId(),
        look.outcome,
        look.detail?.slice(0, LONGEST_DETAIL) ?? null,
        look.at,
        look.durationMs,
      ],
    );
    this.metrics.looks.inc({ outcome: look.outcome });
  }
}

export function outcomeOfSnapshot(snapshot: PaymentSnapshot): LookOutcome {
  switch (snapshot.status) {
    case 'closed':
      return { outcome: 'closed', detail: snapshot.reason };
    case 'unrecognised':
      return { outcome: 'unrecognised', detail: snapshot.providerStatus };
    case 'paid':
    case 'authorized':
    case 'open':
    case 'processing':
    case 'missing':
      return { outcome: snapshot.status, detail: null };
  }
}

export function outcomeOfFailure(error: GatewayError): LookOutcome {
  return { outcome: error.kind, detail: error.message };
}
