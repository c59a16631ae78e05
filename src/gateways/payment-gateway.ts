import type { Money } from '../common/money.js';

/** Sandbox or live; decides the API key's prefix, and a provider's host or key where that differs. */
export type Mode = 'sandbox' | 'live';

/** One per provider, injectable. Registers itself under its id. */
export interface GatewayProvider {
  /** Lower-case name, also the path segment of its webhooks: `dojo`. */
  readonly id: string;
  readonly profile: GatewayProfile;
  /** Opens a connection. Throws `GatewayError` of kind `misconfigured` when credentials, settings or a secret are unusable. */
  open(connection: ConnectionSecrets): PaymentGateway;
}

/** What a provider can take and what it needs, for the API's `GET /v1/providers` and for choosing a connection. */
export interface GatewayProfile {
  readonly name: string;
  /** ISO 4217 codes. */
  readonly currencies: readonly string[];
  /** Customer details without which `createCheckout` cannot be called. */
  readonly requiredCustomerDetails: readonly ('name' | 'email' | 'phone')[];
  /** JSON Schema of the credentials (write-only) and of the settings. */
  readonly credentialsSchema: JsonSchema;
  readonly settingsSchema: JsonSchema;
  /** What one connection may ask of the provider, over all processes. */
  readonly pace: { readonly callsPerSecond: number };
  /** Whether a paid snapshot tells, days later, that the money has reached the bank: worth looking until it does. */
  readonly reportsSettlement?: boolean;
  readonly capabilities: Readonly<Record<CapabilityName, Availability>>;
}

/** What not every provider can do: members of `PaymentGateway`; `manualCapture` is `capture` there, and in `CheckoutOrder`. */
export type CapabilityName = 'cancellation' | 'manualCapture' | 'refunds' | 'search' | 'webhookSetup';

/** Where it hangs on a connection's settings, the condition is a sentence for people. */
export type Availability = 'always' | 'never' | { readonly condition: string };

export type JsonSchema = Readonly<Record<string, unknown>>;

/** An account's credentials and settings at one provider, decrypted, in one mode. */
export interface ConnectionSecrets {
  readonly mode: Mode;
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Every active secret, newest first; none yet means that every webhook is refused. An empty text is refused at `open`. */
  readonly webhookSecrets: readonly string[];
}

/**
 * One account's connection to one provider. Presence of an object is the declaration of a capability.
 * Every call may throw `GatewayError`; nothing else leaves a gateway.
 */
export interface PaymentGateway {
  /** Opens a hosted checkout. Repeating it is harmless: a checkout whose URL nobody received cannot be paid. */
  createCheckout(order: CheckoutOrder): Promise<ProviderCheckout>;
  /** Asks for something that changes nothing. Throws `misconfigured` when the provider does not accept the credentials. */
  checkCredentials(): Promise<void>;
  /** The provider's present truth: the only thing a payment's state is derived from. */
  fetchPayment(providerPaymentId: string): Promise<PaymentSnapshot>;
  /** Pure, over the raw bytes. Throws `WebhookRejected`. */
  verifyWebhook(delivery: WebhookDelivery): VerifiedDelivery;
  /** Pure: which checkouts are worth a look. A signal is a hint, never a fact. */
  readSignals(delivery: VerifiedDelivery): readonly PaymentSignal[];

  readonly cancellation?: CancellationCapability;
  readonly capture?: CaptureCapability;
  readonly refunds?: RefundCapability;
  readonly search?: SearchCapability;
  readonly webhookSetup?: WebhookSetupCapability;
}

export interface CheckoutOrder {
  /** Our id of the checkout (`chk_…`). The provider carries it, so that a checkout whose answer was lost can be found again. */
  readonly checkoutId: string;
  /** The ERP's own number, 1–60 characters. */
  readonly reference: string;
  /** Who is paid, for the head of the hosted page where a provider has room for it. */
  readonly payeeName: string;
  readonly amount: Money;
  readonly description: string | null;
  readonly customer: { readonly name: string | null; readonly email: string | null; readonly phone: string | null };
  readonly items: readonly OrderItem[];
  readonly capture: 'automatic' | 'manual';
  /** Where the provider sends the payer when done, and when the payer gives up. */
  readonly returnUrl: string;
  readonly cancelUrl: string;
  /** After this instant the provider must not take money any more, where it knows such a limit. */
  readonly expiresAt: Date | null;
}

export interface OrderItem {
  readonly description: string;
  readonly quantity: number;
  readonly amount: Money;
  readonly code: string | null;
}

/** A hosted checkout as the provider echoed it; compared with what was asked. */
export interface ProviderCheckout {
  readonly providerPaymentId: string;
  readonly url: string;
  /** As echoed; null where the provider does not echo. */
  readonly amount: Money | null;
  readonly reference: string | null;
  readonly expiresAt: Date | null;
}

/** Amounts exist only in the states in which they mean something. */
export type PaymentSnapshot = SnapshotFacts & SnapshotState;

export interface SnapshotFacts {
  readonly providerPaymentId: string;
  readonly reference: string | null;
  readonly lastDecline?: Decline;
}

export type SnapshotState =
  | { readonly status: 'open' }
  | { readonly status: 'processing' }
  /** Held, not taken. After `heldUntil`, where the provider tells it, the money is free again. */
  | { readonly status: 'authorized'; readonly authorized: Money; readonly heldUntil?: Date }
  | { readonly status: 'paid'; readonly paid: Money; readonly refunded: Money; readonly settlement?: Settlement }
  | { readonly status: 'closed'; readonly reason: 'canceled' | 'expired' | 'reversed' }
  | { readonly status: 'missing' }
  | { readonly status: 'unrecognised'; readonly providerStatus: string };

/** A refused try on the hosted page. `id` is the provider's, or derived so that the same try always has the same one. */
export interface Decline {
  readonly id: string;
  readonly at: Date;
  readonly code: string | null;
  readonly message: string | null;
}

export interface Settlement {
  readonly reference: string;
  readonly at: Date;
}

export interface WebhookDelivery {
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they arrived. */
  readonly body: Buffer;
  /** The sender's address as far as trusted proxies tell. */
  readonly remoteAddress: string | null;
  /** Verified once more, from what was kept of it: the signature alone counts, since address and agreed headers were not kept. */
  readonly isKept?: boolean;
}

declare const verified: unique symbol;

/** Only `verifyWebhook` makes one (through `kit/verified-delivery`), so that parsing an unverified body does not compile. */
export interface VerifiedDelivery {
  readonly [verified]: true;
  /** The provider's id of the event: the same over redeliveries, unique per connection. */
  readonly eventId: string;
  readonly eventType: string;
  /** The parsed body, or undefined where authentic bytes are not JSON. */
  readonly payload: unknown;
}

export interface PaymentSignal {
  readonly providerPaymentId: string;
}

export interface CancellationCapability {
  /**
   * Closes a checkout that was not paid. The answer is what the provider says afterwards: a payer may have been faster,
   * and then the snapshot is `paid`; a checkout of a kind that cannot be closed stays `open`.
   */
  cancel(providerPaymentId: string): Promise<PaymentSnapshot>;
}

/** Money that is held and not yet taken. Both answer what the provider says afterwards, and change nothing where it says that none is held. */
export interface CaptureCapability {
  /**
   * Takes held money, once: what is left of it afterwards is not taken any more. An answer that still says `authorized`
   * means that the provider has accepted and is at it. No provider is asked twice at a time: whoever calls sees to that.
   */
  capture(order: CaptureOrder): Promise<PaymentSnapshot>;
  /** Lets held money go. The snapshot is then `closed`, or `paid` where somebody has taken it before. */
  release(providerPaymentId: string): Promise<PaymentSnapshot>;
}

export interface CaptureOrder {
  readonly providerPaymentId: string;
  /** At most what is held. */
  readonly amount: Money;
}

export interface RefundCapability {
  /** Whether the provider knows a request again by `refundId`, so that repeating one gives nothing back a second time. */
  readonly repeatable: boolean;
  /** Asks for money to go back. The answer says that the provider has accepted; that it has gone is told by `fetchPayment`. */
  refund(order: RefundOrder): Promise<ProviderRefund>;
}

export interface RefundOrder {
  readonly providerPaymentId: string;
  /** Our id of the refund (`rfd_…`): the provider's own idempotency key, where it has such. */
  readonly refundId: string;
  readonly amount: Money;
  /** It is all that was taken: some providers can give back a whole payment when they cannot yet give back a part. */
  readonly isWhole: boolean;
  readonly reason: string | null;
}

export interface ProviderRefund {
  /** The provider's name for it; ours, where it has none. */
  readonly providerRefundId: string;
}

export interface SearchCapability {
  /** One call: what the provider created in the window, bounds included; the first page, or the one that `cursor` leads to. */
  page(window: SearchWindow, cursor: string | null): Promise<FoundPage>;
}

export interface SearchWindow {
  readonly from: Date;
  readonly to: Date;
}

export interface FoundPage {
  readonly found: readonly FoundPayment[];
  /** Leads to the next page; null: this is the last one. Never the cursor that led here. */
  readonly next: string | null;
}

export interface FoundPayment {
  /** Our id that the create carried, or null for payments that are not ours. */
  readonly checkoutId: string | null;
  readonly checkout: ProviderCheckout;
  readonly snapshot: PaymentSnapshot;
  readonly createdAt: Date;
}

export interface WebhookSetupCapability {
  /**
   * Makes the provider send its payment events to `url`. Repeating it makes no second subscription, but may put new
   * secrets in place of the old: keep those too while redeliveries may still carry them.
   */
  subscribe(url: string): Promise<WebhookSubscription>;
}

export interface WebhookSubscription {
  readonly id: string;
  /** Secrets that sign from now on, newest first. */
  readonly secrets: readonly string[];
}
