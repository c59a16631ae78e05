import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { RowKey } from '../database/owned-row.js';
import { Event } from '../events/event.entity.js';
import { Link } from '../links/link.entity.js';
import { LinksRepository } from '../links/links.repository.js';
import type { Notification } from '../notifications/notification.entity.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { Checkout } from '../payments/checkout.entity.js';
import { Look } from '../payments/look.entity.js';
import type { Payment } from '../payments/payment.entity.js';
import { PaymentsService } from '../payments/payments.service.js';
import { Refund } from '../payments/refund.entity.js';
import { ReceivedWebhook } from '../webhooks/incoming/received-webhook.entity.js';
import { DeliveriesService } from '../webhooks/outgoing/deliveries.service.js';
import type { DeliveryAttempt } from '../webhooks/outgoing/delivery-attempt.entity.js';
import type { Delivery } from '../webhooks/outgoing/delivery.entity.js';

/** Everything that is on record about one payment. */
export interface PaymentFacts {
  readonly payment: Payment;
  readonly events: readonly Event[];
  readonly checkouts: readonly Checkout[];
  readonly looks: readonly Look[];
  /** Those that may still come to a success; of the others the events tell. */
  readonly unfinishedRefunds: readonly Refund[];
  readonly links: readonly Link[];
  readonly webhooks: readonly WebhookFact[];
  readonly notifications: readonly Notification[];
  readonly deliveries: readonly (readonly [Delivery, readonly DeliveryAttempt[]])[];
  /** The paused endpoints, by id, and since when each is. */
  readonly pauses: ReadonlyMap<string, Date>;
}

/** Without headers and body, which hold more than the ERP should see. */
export type WebhookFact = Pick<
  ReceivedWebhook,
  'connectionId' | 'eventId' | 'eventType' | 'providerPaymentIds' | 'receivedAt'
>;

/** A payer who keeps trying for days must not make an answer without end. */
const ROWS = 1000;

/** Reads the facts: eleven queries, whatever happened. */
@Injectable()
export class TimelineFacts {
  constructor(
    private readonly payments: PaymentsService,
    private readonly links: LinksRepository,
    private readonly notifications: NotificationsService,
    private readonly deliveries: DeliveriesService,
    private readonly database: Database,
  ) {}

  /** Throws `not_found`. */
  async of(key: RowKey): Promise<PaymentFacts> {
    const payment = await this.payments.get(key);
    const [events, checkouts, unfinishedRefunds, links, pauses] = await Promise.all([
      this.eventsOf(payment),
      this.checkoutsOf(payment),
      this.unfinishedRefundsOf(payment),
      this.links.ofPayment(payment),
      this.pausesOf(payment),
    ]);
    const [looks, webhooks, notifications, deliveries] = await Promise.all([
      this.looksOf(payment, checkouts),
      this.webhooksOf(payment, checkouts),
      this.notifications.ofLinks(links),
      this.deliveries.ofEvents(events),
    ]);
    return {
      payment,
      events,
      checkouts,
      looks,
      unfinishedRefunds,
      links,
      webhooks,
      notifications,
      deliveries,
      pauses,
    };
  }

  private async eventsOf({ accountId, mode, id }: Payment): Promise<Event[]> {
    const newest = await this.database.select(
      Event,
      'WHERE account_id = $1 AND mode = $2 AND payment_id = $3 ORDER BY payment_version DESC LIMIT $4',
      [accountId, mode, id, ROWS],
    );
    return newest.toReversed();
  }

  private checkoutsOf({ accountId, mode, id }: Payment): Promise<Checkout[]> {
    return this.database.select(
      Checkout,
      'WHERE account_id = $1 AND mode = $2 AND payment_id = $3 ORDER BY created_at DESC, id DESC LIMIT $4',
      [accountId, mode, id, ROWS],
    );
  }

  private unfinishedRefundsOf({ accountId, mode, id }: Payment): Promise<Refund[]> {
    return this.database.select(
      Refund,
      `WHERE account_id = $1 AND mode = $2 AND payment_id = $3 AND due_at IS NOT NULL
       ORDER BY created_at DESC, id DESC LIMIT $4`,
      [accountId, mode, id, ROWS],
    );
  }

  private looksOf({ accountId, mode }: Payment, checkouts: readonly Checkout[]): Promise<Look[]> {
    return this.database.select(
      Look,
      'WHERE account_id = $1 AND mode = $2 AND checkout_id = ANY ($3) ORDER BY last_at DESC LIMIT $4',
      [accountId, mode, checkouts.map(({ id }) => id), ROWS],
    );
  }

  private async webhooksOf({ accountId, mode }: Payment, checkouts: readonly Checkout[]): Promise<WebhookFact[]> {
    const named = checkouts.flatMap(({ providerPaymentId }) => providerPaymentId ?? []);
    if (named.length === 0) return [];
    const rows = await this.database.query<object>(
      `SELECT connection_id, event_id, event_type, provider_payment_ids, received_at FROM received_webhooks
       WHERE account_id = $1 AND mode = $2 AND connection_id = ANY ($3) AND provider_payment_ids && $4
       ORDER BY received_at DESC LIMIT $5`,
      [accountId, mode, checkouts.map(({ connectionId }) => connectionId), named, ROWS],
    );
    return this.database.hydrate(ReceivedWebhook, rows);
  }

  private async pausesOf({ accountId, mode }: Payment): Promise<ReadonlyMap<string, Date>> {
    const paused = await this.database.query<{ id: string; paused_at: Date }>(
      `SELECT id, paused_at FROM endpoints WHERE account_id = $1 AND mode = $2 AND status = 'paused'`,
      [accountId, mode],
    );
    return new Map(paused.map(({ id, paused_at: since }) => [id, since]));
  }
}
