import type { ProviderCall, ProviderHttp } from '../kit/provider-http.js';
import { sendAndLook } from '../kit/send-and-look.js';
import type {
  CancellationCapability,
  CheckoutOrder,
  PaymentGateway,
  PaymentSignal,
  PaymentSnapshot,
  ProviderCheckout,
  VerifiedDelivery,
  WebhookDelivery,
} from '../payment-gateway.js';
import { payPath, readProviderPaymentId } from './jodo.identifiers.js';
import { toCheckout, toCreateOrder, toSnapshot } from './jodo.mapper.js';
import { payerOfTakable } from './jodo.order-rules.js';
import type { JodoSettings } from './jodo.settings.js';
import { JodoSubscriptions } from './jodo.subscriptions.js';
import { readJodoSignals, verifyJodoWebhook } from './jodo.webhook.js';
import { isUnknownOrder, readCreated, readOrder } from './jodo.wire.js';

const NO_ORDER = 'order_0';

export interface JodoConnection {
  readonly http: ProviderHttp;
  readonly settings: JodoSettings;
  readonly webhookSecrets: readonly string[];
}

/** What we call at Jodo, for one connection. What the answers mean is in the mapper. Jodo can neither refund, hold nor search. */
export class JodoGateway implements PaymentGateway {
  readonly cancellation?: CancellationCapability;
  readonly webhookSetup: JodoSubscriptions;

  private readonly http: ProviderHttp;

  constructor(private readonly connection: JodoConnection) {
    const { http, settings } = connection;
    this.http = http;
    this.webhookSetup = new JodoSubscriptions(http, settings);
    if (settings.product === 'payment_link') this.cancellation = { cancel: (id) => this.cancel(id) };
  }

  async createCheckout(order: CheckoutOrder): Promise<ProviderCheckout> {
    const { settings } = this.connection;
    const payer = payerOfTakable(order);
    const created = await this.http.requestAs(
      {
        operation: 'createCheckout',
        method: 'POST',
        path: payPath(settings.product),
        body: toCreateOrder(order, payer, settings),
        payerDetails: [order.customer.phone, payer.name, payer.email, payer.phone],
        effect: 'write',
      },
      readCreated,
    );
    return toCheckout(settings.product, created);
  }

  /** Jodo has no call for it, so it is asked for an order that nobody has: it looks at the credentials first. */
  async checkCredentials(): Promise<void> {
    await this.http.request({
      operation: 'checkCredentials',
      method: 'GET',
      path: payPath(this.connection.settings.product, NO_ORDER),
      effect: 'read',
      accepts: isUnknownOrder,
    });
  }

  async fetchPayment(providerPaymentId: string): Promise<PaymentSnapshot> {
    const id = readProviderPaymentId(providerPaymentId);
    if (!id) return { providerPaymentId, reference: null, status: 'missing' };
    const call: ProviderCall = {
      operation: 'fetchPayment',
      method: 'GET',
      path: payPath(id.product, id.orderId),
      effect: 'read',
      // Any other 404 is the word of something before Jodo, and as good as no answer.
      accepts: (answer) => answer.status === 404 || isUnknownOrder(answer),
    };
    const answer = await this.http.request(call);
    if (isUnknownOrder(answer)) return { providerPaymentId, reference: null, status: 'missing' };
    const order = readOrder(answer.body);
    if (answer.status === 404 || !order || (order.id ?? id.orderId) !== id.orderId) {
      throw this.http.unreadable(call, answer);
    }
    return toSnapshot(providerPaymentId, order);
  }

  verifyWebhook(delivery: WebhookDelivery): VerifiedDelivery {
    const { settings, webhookSecrets } = this.connection;
    return verifyJodoWebhook(delivery, { ...settings, secrets: webhookSecrets });
  }

  readSignals(delivery: VerifiedDelivery): readonly PaymentSignal[] {
    return readJodoSignals(delivery);
  }

  /** What DELETE does to a link that is no longer open is not documented, so only an open one is deleted. */
  private async cancel(providerPaymentId: string): Promise<PaymentSnapshot> {
    const before = await this.fetchPayment(providerPaymentId);
    const id = readProviderPaymentId(providerPaymentId);
    // An order from before the connection was set to payment links: Jodo has no way to end it.
    if (before.status !== 'open' || id?.product !== 'payment_link') return before;
    return sendAndLook({
      operation: 'cancel',
      before: 'open',
      send: () =>
        this.http.request({
          operation: 'cancel',
          method: 'DELETE',
          path: payPath(id.product, id.orderId),
          effect: 'write',
        }),
      look: () => this.fetchPayment(providerPaymentId),
    });
  }
}
