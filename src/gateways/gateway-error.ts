/**
 * What may be done next, which is all a caller needs to know of a failure:
 *
 * - `rejected`: understood and refused. Repeating the same call is useless.
 * - `not_sent`: surely had no effect (refused connection, a failed read). Try again, or another connection.
 * - `rate_limited`: had no effect. Try again after `retryAfterSeconds`.
 * - `misconfigured`: credentials or rights. A person must act; another connection may work.
 * - `unknown_outcome`: a write that perhaps happened. Look before repeating.
 */
export type GatewayErrorKind = 'rejected' | 'not_sent' | 'rate_limited' | 'misconfigured' | 'unknown_outcome';

export interface GatewayErrorFacts {
  readonly kind: GatewayErrorKind;
  /** The gateway's operation: `createCheckout`. */
  readonly operation: string;
  /** For people: what the provider said, without secrets and without payer data. */
  readonly detail: string;
  /** HTTP status, if there was an answer. */
  readonly providerStatus?: number;
  readonly retryAfterSeconds?: number;
}

export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly kind: GatewayErrorKind;
  readonly operation: string;
  readonly providerStatus: number | undefined;
  readonly retryAfterSeconds: number | undefined;

  // No `cause`: an HTTP client's error may hold the request with its Authorization header.
  constructor(facts: GatewayErrorFacts) {
    super(`${facts.operation}: ${facts.detail}`);
    this.kind = facts.kind;
    this.operation = facts.operation;
    this.providerStatus = facts.providerStatus;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }

  /** Nobody was asked: too many calls of our own wait for this connection already. Says nothing about the provider. */
  get isOwnPace(): boolean {
    return this.kind === 'rate_limited' && this.providerStatus === undefined;
  }
}

/** The sender did not prove to be the provider. `reason` is for our log only; the sender learns 401 and nothing else. */
export class WebhookRejected extends Error {
  override readonly name = 'WebhookRejected';

  constructor(readonly reason: string) {
    super(reason);
  }
}
