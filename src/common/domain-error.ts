/** Every code an answer may carry. Stable: integrators branch on them. The HTTP status of each is in `problem.ts`. */
export type ErrorCode =
  | 'validation_failed'
  | 'idempotency_key_required'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'reference_conflict'
  | 'idempotency_in_progress'
  | 'state_conflict'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'idempotency_key_reused'
  | 'customer_details_required'
  | 'currency_not_supported'
  | 'amount_too_large'
  | 'capability_not_supported'
  | 'url_not_allowed'
  | 'rate_limited'
  | 'internal_error'
  | 'provider_mismatch'
  | 'provider_rejected'
  | 'provider_misconfigured'
  | 'provider_outcome_unknown'
  | 'provider_unavailable'
  | 'unavailable';

/** One wrong field: `{ path: 'amount.value', code: 'min', message: '…' }`. */
export interface FieldError {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** A refusal that the caller can understand. `detail` says what to do; it never holds secrets or payer data. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly fields: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    detail: string,
    extra: { fields?: readonly FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    super(detail);
    this.fields = extra.fields ?? [];
    this.retryAfterSeconds = extra.retryAfterSeconds;
  }
}

/** One wrong field, found by a rule that spans fields or needs the database. */
export function wrongField(path: string, code: string, message: string): DomainError {
  return new DomainError('validation_failed', `Wrong: ${path}. ${message}`, { fields: [{ path, code, message }] });
}

/** The same refusal, of fields that stand inside another one: `items` becomes `payment.items`. Anything else as it is. */
export function insideOf(parent: string, error: unknown): unknown {
  if (!(error instanceof DomainError) || error.fields.length === 0) return error;
  const fields = error.fields.map((field) => ({ ...field, path: `${parent}.${field.path}` }));
  const { retryAfterSeconds } = error;
  return new DomainError(error.code, error.message, { fields, ...(retryAfterSeconds && { retryAfterSeconds }) });
}
