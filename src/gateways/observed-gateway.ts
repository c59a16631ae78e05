import type { GatewayCall, GatewayCallObserver } from './gateway-call.observer.js';
import { GatewayError } from './gateway-error.js';
import type {
  CancellationCapability,
  CaptureCapability,
  CheckoutOrder,
  PaymentGateway,
  PaymentSignal,
  PaymentSnapshot,
  ProviderCheckout,
  RefundCapability,
  SearchCapability,
  VerifiedDelivery,
  WebhookDelivery,
  WebhookSetupCapability,
} from './payment-gateway.js';

export interface ObservedGatewayOptions {
  readonly gateway: PaymentGateway;
  readonly provider: string;
  readonly connectionId: string;
  readonly observers: readonly GatewayCallObserver[];
  readonly pace?: (operation: string) => Promise<void>;
}

/** A gateway whose calls keep a pace and are counted and logged, so that gateways themselves need none of it. Has what the inner one has. */
export class ObservedGateway implements PaymentGateway {
  readonly cancellation?: CancellationCapability;
  readonly capture?: CaptureCapability;
  readonly refunds?: RefundCapability;
  readonly search?: SearchCapability;
  readonly webhookSetup?: WebhookSetupCapability;

  constructor(private readonly options: ObservedGatewayOptions) {
    const { cancellation, capture, refunds, search, webhookSetup } = options.gateway;
    if (cancellation) this.cancellation = { cancel: (id) => this.timed('cancel', () => cancellation.cancel(id)) };
    if (capture) {
      this.capture = {
        capture: (order) => this.timed('capture', () => capture.capture(order)),
        release: (id) => this.timed('release', () => capture.release(id)),
      };
    }
    if (refunds) {
      const { repeatable } = refunds;
      this.refunds = { repeatable, refund: (order) => this.timed('refund', () => refunds.refund(order)) };
    }
    if (search) {
      this.search = { page: (window, cursor) => this.timed('search', () => search.page(window, cursor)) };
    }
    if (webhookSetup) {
      this.webhookSetup = { subscribe: (url) => this.timed('subscribe', () => webhookSetup.subscribe(url)) };
    }
  }

  createCheckout(order: CheckoutOrder): Promise<ProviderCheckout> {
    return this.timed('createCheckout', () => this.options.gateway.createCheckout(order));
  }

  checkCredentials(): Promise<void> {
    return this.timed('checkCredentials', () => this.options.gateway.checkCredentials());
  }

  fetchPayment(providerPaymentId: string): Promise<PaymentSnapshot> {
    return this.timed('fetchPayment', () => this.options.gateway.fetchPayment(providerPaymentId));
  }

  verifyWebhook(delivery: WebhookDelivery): VerifiedDelivery {
    return this.options.gateway.verifyWebhook(delivery);
  }

  readSignals(delivery: VerifiedDelivery): readonly PaymentSignal[] {
    return this.options.gateway.readSignals(delivery);
  }

  private async timed<T>(operation: string, call: () => Promise<T>): Promise<T> {
    await this.options.pace?.(operation);
    const startedMs = performance.now();
    try {
      const result = await call();
      this.tell({ operation, durationMs: since(startedMs), outcome: 'ok' });
      return result;
    } catch (error) {
      this.tell({ operation, durationMs: since(startedMs), ...failureOf(error) });
      throw error;
    }
  }

  private tell(facts: Omit<GatewayCall, 'provider' | 'connectionId'>): void {
    const { provider, connectionId, observers } = this.options;
    for (const observer of observers) observer.observe({ provider, connectionId, ...facts });
  }
}

type Outcome = Pick<GatewayCall, 'outcome' | 'providerStatus' | 'failure'>;

function failureOf(error: unknown): Outcome {
  // A foreign error's message could quote anything; its name is enough to find the defect.
  if (!(error instanceof GatewayError))
    return { outcome: 'defect', failure: error instanceof Error ? error.name : '?' };
  return { outcome: error.kind, providerStatus: error.providerStatus, failure: error.message };
}

function since(startedMs: number): number {
  return Math.round(performance.now() - startedMs);
}
