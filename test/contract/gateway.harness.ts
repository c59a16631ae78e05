import type { CheckoutOrder, ConnectionSecrets, GatewayProvider } from '../../src/gateways/payment-gateway.js';
import type { ScriptedAnswer } from './scripted-provider.js';

/** What the contract suite needs to know of a provider: how to reach its gateway, and the provider's side of the wire. */
export interface GatewayHarness {
  /** A provider that calls the given address. The suite opens and never closes it. */
  openProvider(options: { baseUrl: string; timeoutMs: number }): GatewayProvider;
  /** Usable, with two webhook secrets, newest first. */
  readonly connection: ConnectionSecrets;
  /** Connections that `open` must refuse, by what is wrong with them. */
  readonly refusedConnections: Readonly<Record<string, Partial<ConnectionSecrets>>>;
  /** An order that the provider takes, with every detail that it knows. */
  readonly order: CheckoutOrder;
  readonly foreignCurrency: string;
  /** A provider that does business: `pay` and `fetchPayment` agree. */
  startWorld(): Promise<ProviderWorld>;
  readonly wire: ProviderWire;
  /** Forms in which credentials and payer details travel, besides their own: no error may show these either. */
  readonly privateForms: readonly string[];
  /** An address that the provider's webhooks come from. */
  readonly webhookSource: string;
  /** Promises and sections that this provider cannot be held to, by name, and why. */
  readonly skips: Readonly<Record<string, string>>;
}

/** The provider as its payers and its shopkeeper see it. Absent members are what the provider does not have. */
export interface ProviderWorld {
  readonly baseUrl: string;
  pay(providerPaymentId: string): Promise<void>;
  decline(providerPaymentId: string): Promise<void>;
  /** Money goes back at the provider's own counter. */
  refund?(providerPaymentId: string, value: number): Promise<void>;
  /** The provider's clock moves on to just after the instant. */
  expire?(expiresAt: Date): Promise<void>;
  /** The money reaches the bank. */
  settle?(providerPaymentId: string): Promise<void>;
  /** How often money was taken, over all checkouts. */
  charges(): Promise<number>;
  /** The next create happens, and its answer is lost. */
  loseNextCreateAnswer(): Promise<void>;
  /** The next refund, or capture, happens, and its answer is lost. */
  loseNextRefundAnswer?(): Promise<void>;
  loseNextCaptureAnswer?(): Promise<void>;
  /** How many webhook subscriptions there are, over all addresses and events. */
  subscriptions(): Promise<number>;
  stop(): Promise<void>;
}

/** Bodies as the provider writes them, for what no honest world would say. */
export interface ProviderWire {
  /** Our `providerPaymentId` for what the provider calls `id`. */
  idOf(id: string): string;
  created(providerPaymentId: string, order: CheckoutOrder): ScriptedAnswer;
  /** A create's 2xx from which nobody could be sent to pay. */
  readonly createdWithoutId: ScriptedAnswer;
  open(providerPaymentId: string, order: CheckoutOrder): ScriptedAnswer;
  paid(providerPaymentId: string, order: CheckoutOrder): ScriptedAnswer;
  /** Absent where money is never held. */
  authorized?(providerPaymentId: string, order: CheckoutOrder): ScriptedAnswer;
  /** An accepted refund's 2xx; absent where there are none. */
  readonly refunded?: ScriptedAnswer;
  /** A status that no document knows. */
  odd(providerPaymentId: string, order: CheckoutOrder): ScriptedAnswer;
  readonly missing: ScriptedAnswer;
  /** A refusal that carries `text` wherever the provider has room for words. */
  refusal(status: number, text: string): ScriptedAnswer;
  /** An authentic-looking event that claims the payment is paid. */
  claimsPaid(event: { eventId: string; providerPaymentId: string }): string;
  /** An event that is about no payment. */
  readonly unrelatedEvent: string;
  /** The headers that prove the body to come from the provider. */
  sign(body: Buffer, secret: string): Record<string, string>;
  readonly signatureHeader: string;
}
