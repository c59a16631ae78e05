import type { ProviderAnswer, ProviderCall, ProviderHttp } from '../kit/provider-http.js';
import { sendAndLook } from '../kit/send-and-look.js';
import type {
  CancellationCapability,
  CheckoutOrder,
  FoundPage,
  PaymentGateway,
  PaymentSignal,
  PaymentSnapshot,
  ProviderCheckout,
  SearchCapability,
  SearchWindow,
  VerifiedDelivery,
  WebhookDelivery,
} from '../payment-gateway.js';
import { DojoCaptures } from './dojo.captures.js';
import { toCheckout, toCreateIntent, toFoundPayment, toSnapshot } from './dojo.mapper.js';
import { refuseForeignCurrency } from './dojo.money.js';
import { DojoRefunds } from './dojo.refunds.js';
import type { DojoSettings } from './dojo.settings.js';
import { DojoSubscriptions } from './dojo.subscriptions.js';
import { readDojoSignals, verifyDojoWebhook } from './dojo.webhook.js';
import { intentPath, readIntent, readPage } from './dojo.wire.js';

const PAGE_SIZE = 100;

export interface DojoConnection {
  readonly http: ProviderHttp;
  readonly settings: DojoSettings;
  readonly webhookSecrets: readonly string[];
}

/** What we call at Dojo, for one connection. What the answers mean is in the mapper. */
export class DojoGateway implements PaymentGateway {
  readonly cancellation: CancellationCapability = { cancel: (id) => this.cancel(id) };
  readonly capture: DojoCaptures;
  readonly refunds: DojoRefunds;
  readonly search: SearchCapability = { page: (window, cursor) => this.searchPage(window, cursor) };
  readonly webhookSetup: DojoSubscriptions;

  private readonly http: ProviderHttp;

  constructor(private readonly connection: DojoConnection) {
    this.http = connection.http;
    this.capture = new DojoCaptures({ http: this.http, look: (id) => this.fetchPayment(id) });
    this.refunds = new DojoRefunds({ http: this.http, look: (id) => this.fetchPayment(id) });
    this.webhookSetup = new DojoSubscriptions(connection.http);
  }

  async createCheckout(order: CheckoutOrder): Promise<ProviderCheckout> {
    refuseForeignCurrency('createCheckout', order.amount);
    const { name, email, phone } = order.customer;
    return this.http.requestAs(
      {
        operation: 'createCheckout',
        method: 'POST',
        path: '/payment-intents',
        body: toCreateIntent(order, this.connection.settings),
        payerDetails: [name, email, phone],
        effect: 'write',
      },
      (body) => {
        const intent = readIntent(body);
        return intent && toCheckout(intent);
      },
    );
  }

  /** The smallest search: of one intent, in a minute in which there was none. */
  async checkCredentials(): Promise<void> {
    await this.http.requestAs(
      {
        operation: 'checkCredentials',
        method: 'POST',
        path: '/payment-intents/search',
        body: { startDate: '2022-01-01T00:00:00.000Z', endDate: '2022-01-01T00:01:00.000Z', cursor: { limit: 1 } },
        effect: 'read',
      },
      readPage,
    );
  }

  async fetchPayment(providerPaymentId: string): Promise<PaymentSnapshot> {
    const call: ProviderCall = {
      operation: 'fetchPayment',
      method: 'GET',
      // Without the parameter a canceled intent answers 404.
      path: `${intentPath(providerPaymentId)}?returnCanceled=true`,
      effect: 'read',
      accepts: ({ status }) => status === 404,
    };
    const answer = await this.http.request(call);
    if (isUnknownIntent(answer)) return { providerPaymentId, reference: null, status: 'missing' };
    const intent = readIntent(answer.body);
    // Another intent's answer (a mixed-up cache) is as good as none.
    if (!intent || (intent.id ?? providerPaymentId) !== providerPaymentId) throw this.http.unreadable(call, answer);
    return toSnapshot(providerPaymentId, intent);
  }

  verifyWebhook(delivery: WebhookDelivery): VerifiedDelivery {
    return verifyDojoWebhook(delivery, this.connection.webhookSecrets);
  }

  readSignals(delivery: VerifiedDelivery): readonly PaymentSignal[] {
    return readDojoSignals(delivery);
  }

  private cancel(providerPaymentId: string): Promise<PaymentSnapshot> {
    return sendAndLook({
      operation: 'cancel',
      before: 'open',
      send: () =>
        this.http.request({
          operation: 'cancel',
          method: 'DELETE',
          path: intentPath(providerPaymentId),
          effect: 'write',
        }),
      look: () => this.fetchPayment(providerPaymentId),
    });
  }

  private async searchPage({ from, to }: SearchWindow, cursor: string | null): Promise<FoundPage> {
    const page = await this.http.requestAs(
      {
        operation: 'search',
        method: 'POST',
        path: '/payment-intents/search',
        body: {
          startDate: from.toISOString(),
          endDate: to.toISOString(),
          cursor: { limit: PAGE_SIZE, ...(cursor === null ? {} : { after: cursor }) },
        },
        effect: 'read',
      },
      readFoundPage,
    );
    // A cursor that does not move would page for ever.
    return page.found.length === 0 || page.next === cursor ? { ...page, next: null } : page;
  }
}

function readFoundPage(body: unknown): FoundPage | undefined {
  const page = readPage(body);
  const found = page?.intents.map(toFoundPayment).filter((payment) => payment !== undefined);
  return page && found?.length === page.intents.length ? { found, next: page.after ?? null } : undefined;
}

/** An HTML 404 is some proxy's, not Dojo's word about the intent. */
function isUnknownIntent({ status, body, text }: ProviderAnswer): boolean {
  return status === 404 && (body !== undefined || text === '');
}
