import { createHmac, randomBytes } from 'node:crypto';
import { newId } from '../../src/common/ids.js';
import { newToken, sha256 } from '../../src/common/crypto.js';
import { SecretBox } from '../../src/common/secret-box.js';
import { ConnectionSeals } from '../../src/connections/connection-seals.js';
import type { Connection } from '../../src/connections/connection.entity.js';
import { loadConfig } from '../../src/config/app-config.js';
import type { Sql } from '../../src/database/sql.js';
import { Waker } from '../../src/database/waker.js';
import { EventLog } from '../../src/events/event-log.js';
import { EventSequencer } from '../../src/events/event-sequencer.js';
import type { Link } from '../../src/links/link.entity.js';
import type { Checkout } from '../../src/payments/checkout.entity.js';
import type { Payment } from '../../src/payments/payment.entity.js';
import { PaymentsRepository } from '../../src/payments/payments.repository.js';
import { DeliveryPlannerWorker } from '../../src/webhooks/outgoing/delivery-planner.worker.js';
import {
  aCheckout,
  aConnection,
  aLink,
  anEndpoint,
  anOwnerIn,
  aPayment,
  aRefund,
  paidInFull,
  snapshotOf,
  type Owner,
} from './builders.js';
import type { TestDataSource } from './test-database.js';

const WEBHOOK_SECRET = 'a secret of the provider';

/** A little of everything, in order: written by the product's own parts, so that every invariant holds. */
export class SoundBooks {
  readonly secretKeys = `k1:${randomBytes(32).toString('base64')}`;
  /** Paid through a mailed link, partly refunded. */
  paid: Payment;
  paidCheckout: Checkout;
  /** On the provider's page, by a link that is active. */
  pending: Payment;
  pendingCheckout: Checkout;
  link: Link;
  connection: Connection;
  owner: Owner;
  private readonly box = new SecretBox(this.secretKeys);
  private readonly repository: PaymentsRepository;
  /** An hour ago, by the database's clock. */
  private readonly at = new Date(Date.now() - 3600_000);

  private constructor(private readonly db: TestDataSource) {
    const waker = new Waker(db.database, db.dataSource);
    this.repository = new PaymentsRepository(db.database, new EventLog(waker), waker);
  }

  static async in(db: TestDataSource): Promise<SoundBooks> {
    const books = new SoundBooks(db);
    books.owner = await anOwnerIn(db.database);
    await books.connect();
    await books.pay();
    await books.send();
    await books.tell();
    return books;
  }

  private async connect(): Promise<void> {
    const connection = aConnection(this.owner);
    const seals = new ConnectionSeals(this.box);
    const token = newToken();
    this.connection = Object.assign(connection, {
      credentials: seals.seal(connection.key, 'credentials', JSON.stringify({ apiKey: 'sk_sandbox_1' })),
      webhookToken: seals.seal(connection.key, 'webhook_token', token),
      webhookTokenHash: sha256(token),
      webhookSecrets: seals.seal(
        connection.key,
        'webhook_secrets',
        JSON.stringify([{ secret: WEBHOOK_SECRET, until: null }]),
      ),
    });
    const endpoint = anEndpoint(this.owner, { createdAt: this.at, updatedAt: this.at });
    endpoint.secrets = this.sealed('endpoints', 'secrets', endpoint.id, '[]');
    await this.db.database.write({ insert: [this.connection, endpoint] });
    await this.db.database.run('INSERT INTO delivery_positions (account_id, mode, sequence) VALUES ($1, $2, 0)', [
      this.owner.accountId,
      this.owner.mode,
    ]);
    await this.keepWebhook(this.db.database);
    await this.keepAnswer();
  }

  private async pay(): Promise<void> {
    [this.pending, this.pendingCheckout] = await this.opened();
    [this.paid, this.paidCheckout] = await this.opened();
    const snapshot = snapshotOf(this.paid, paidInFull(this.paid, 50), {
      providerPaymentId: this.paidCheckout.providerPaymentId!,
    });
    this.paid.observe(this.paidCheckout, snapshot, new Date());
    const refund = aRefund(50).of(this.paidCheckout).succeeded().with({ currency: this.paid.currency }).build();
    this.paidCheckout.dueAt = null;
    await this.db.transactor.run(async (tx) => {
      await this.repository.save(tx, { payment: this.paid, checkout: this.paidCheckout });
      await tx.write({ insert: [refund] });
    });
  }

  /** A payment whose page the payer has open. */
  private async opened(): Promise<[Payment, Checkout]> {
    const payment = aPayment()
      .in(this.owner)
      .with({
        version: 0,
        createdAt: this.at,
        customer: { name: 'Sample Payer', email: 'payer@example.com', phone: '+447700900123', externalId: null },
      })
      .build();
    payment.created(this.at);
    await this.db.database.write({ insert: this.repository.rowsOfNew(payment) });
    const checkout = aCheckout()
      .of(payment)
      .at(this.connection)
      .due(new Date(Date.now() + 3600_000))
      .with({ createdAt: this.at })
      .build();
    payment.checkoutOpened(checkout, this.at);
    await this.db.transactor.run(async (tx) => {
      await this.repository.save(tx, { payment, insert: [checkout] });
    });
    return [payment, checkout];
  }

  private async send(): Promise<void> {
    const expiresAt = new Date(Date.now() + 24 * 3600_000);
    for (const payment of [this.paid, this.pending]) {
      const token = newToken();
      const dueAt = payment === this.pending ? expiresAt : null;
      this.link = Object.assign(aLink(payment), { expiresAt, dueAt, createdAt: this.at, tokenHash: sha256(token) });
      this.link.token = this.sealed('links', 'token', this.link.id, token);
      await this.db.database.write({ insert: [this.link] });
      await this.db.database.run(
        `INSERT INTO notifications (account_id, mode, id, link_id, kind, recipient, locale, status, attempts, fence, sent_at, created_at)
         VALUES ($1, $2, $3, $4, 'link', 'payer@example.com', 'en', 'sent', 1, 1, $5, $5)`,
        [this.owner.accountId, this.owner.mode, newId(), this.link.id, this.at],
      );
    }
  }

  /** The events are numbered, and the endpoint has taken them. */
  private async tell(): Promise<void> {
    const { database, transactor, dataSource } = this.db;
    await new EventSequencer(transactor).number();
    const config = loadConfig({}, false);
    await new DeliveryPlannerWorker(transactor, new Waker(database, dataSource), config).tick();
    await database.run(`UPDATE deliveries SET status = 'delivered', due_at = NULL, delivered_at = now(), attempts = 1`);
    await database.run(
      `INSERT INTO delivery_attempts (account_id, mode, delivery_id, number, at, status, duration_ms, response)
       SELECT account_id, mode, id, 1, now(), 204, 5, '' FROM deliveries`,
    );
  }

  private async keepAnswer(): Promise<void> {
    const [route, key] = ['POST /v1/payments', 'order-1'];
    await this.db.database.run(
      `INSERT INTO idempotency_keys (account_id, mode, route, key, fingerprint, resource_id, answer_status, answer_type,
         answer_body, fence, created_at, expires_at)
       VALUES ($1, $2, $3, $4, '\\x00', $5, 201, 'application/json', $6, 1, now(), now() + interval '30 days')`,
      [
        this.owner.accountId,
        this.owner.mode,
        route,
        key,
        newId(),
        this.sealed('idempotency_keys', 'answer_body', `${route} ${key}`, '{}'),
      ],
    );
  }

  private async keepWebhook(sql: Sql): Promise<void> {
    const body = Buffer.from('{"id":"evt_1","event":"payment_intent.status_updated"}');
    const signature = createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex');
    await sql.run(
      `INSERT INTO received_webhooks
         (account_id, mode, id, connection_id, event_id, event_type, provider_payment_ids, headers, body, received_at)
       VALUES ($1, $2, $3, $4, 'evt_1', 'payment_intent.status_updated', '{}', $5, $6, now())`,
      [
        this.owner.accountId,
        this.owner.mode,
        newId(),
        this.connection.id,
        JSON.stringify({ 'dojo-signature': `sha256=${signature}` }),
        body,
      ],
    );
  }

  private sealed(table: string, column: string, rowId: string, plain: string): string {
    return this.box.seal(plain, { table, column, ...this.owner, rowId });
  }
}
