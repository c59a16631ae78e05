import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Metrics } from '../../common/metrics.js';
import { AppLogger } from '../../common/app-logger.js';
import type { Connection } from '../../connections/connection.entity.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import { Database } from '../../database/database.js';
import { Waker } from '../../database/waker.js';
import { WebhookRejected } from '../../gateways/gateway-error.js';
import type { VerifiedDelivery, WebhookDelivery } from '../../gateways/payment-gateway.js';
import { LOOKS_TOPIC } from '../../payments/payment-sync.service.js';

export type Reception = 'stored' | 'duplicate' | 'forged' | 'unknown';

const TOKEN = /^[A-Za-z0-9_-]{32}$/;
/** Nothing else of the headers is worth keeping, and some of it is not ours to keep. */
const KEPT_HEADERS = /^(content-type|user-agent|date|.*signature.*|.*(request|trace|correlation)-?id)$/;

/** Takes providers' webhooks in: verified, stored once, and turned into nothing but a wish to look. */
@Injectable()
export class IncomingWebhooks {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly database: Database,
    private readonly waker: Waker,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
    private readonly metrics: Metrics,
  ) {}

  async receive(provider: string, token: string, delivery: WebhookDelivery): Promise<Reception> {
    const outcome = await this.take(provider, token, delivery);
    this.metrics.receivedWebhooks.inc({ outcome });
    return outcome;
  }

  private async take(provider: string, token: string, delivery: WebhookDelivery): Promise<Reception> {
    const connection = TOKEN.test(token) ? await this.connections.byWebhookToken(provider, token) : undefined;
    if (!connection) return 'unknown';
    const gateway = this.connections.gatewayOf(connection);
    let verified: VerifiedDelivery;
    try {
      verified = gateway.verifyWebhook(delivery);
    } catch (error) {
      if (!(error instanceof WebhookRejected)) throw error;
      this.logger.warn({ connection: connection.id, reason: error.reason }, 'webhook refused');
      return 'forged';
    }
    const providerPaymentIds = [...new Set(gateway.readSignals(verified).map((signal) => signal.providerPaymentId))];
    const isNew = await this.store(connection, { delivery, verified, providerPaymentIds });
    if (isNew && providerPaymentIds.length > 0) this.waker.wake(LOOKS_TOPIC);
    return isNew ? 'stored' : 'duplicate';
  }

  /**
   * One statement: the webhook is kept and the looks are due, or neither. A duplicate is stored by its first copy already.
   * What comes about somebody who is forgotten brings nothing of them back: it asks for a look and is kept empty.
   */
  private async store(
    connection: Connection,
    {
      delivery,
      verified,
      providerPaymentIds,
    }: { delivery: WebhookDelivery; verified: VerifiedDelivery; providerPaymentIds: string[] },
  ): Promise<boolean> {
    const rows = await this.database.query(
      `WITH about AS (
         SELECT count(p.erased_at) > 0 AS is_erased FROM checkouts c
         JOIN payments p ON p.account_id = c.account_id AND p.mode = c.mode AND p.id = c.payment_id
         WHERE c.account_id = $1 AND c.mode = $2 AND c.connection_id = $4 AND c.provider_payment_id = ANY ($7)
       ), stored AS (
         INSERT INTO received_webhooks
           (account_id, mode, id, connection_id, event_id, event_type, provider_payment_ids, headers, body, received_at, erased_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, CASE WHEN is_erased THEN '{}' ELSE $8::jsonb END,
           CASE WHEN is_erased THEN ''::bytea ELSE $9::bytea END, $10::timestamptz, CASE WHEN is_erased THEN $10::timestamptz END
         FROM about
         ON CONFLICT (account_id, mode, connection_id, event_id) DO NOTHING
         RETURNING id
       ), asked AS (
         UPDATE checkouts SET due_at = least(due_at, now()), look_asked_at = now()
         WHERE account_id = $1 AND mode = $2 AND connection_id = $4 AND provider_payment_id = ANY ($7) AND EXISTS (SELECT FROM stored)
       )
       SELECT id FROM stored`,
      [
        connection.accountId,
        connection.mode,
        newId(),
        connection.id,
        storable(verified.eventId),
        storable(verified.eventType),
        providerPaymentIds.map(storable),
        JSON.stringify(keptHeaders(delivery.headers)),
        delivery.body,
        this.clock.now(),
      ],
    );
    return rows.length > 0;
  }
}

/** Authentic nonsense must not make the insert fail: the provider would repeat it for days. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed().slice(0, 500);
}

function keptHeaders(headers: WebhookDelivery['headers']): Record<string, string> {
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && KEPT_HEADERS.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, storable(value!)]));
}
