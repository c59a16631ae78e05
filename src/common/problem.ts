import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorCode, type FieldError } from './domain-error.js';

/** RFC 9457, as every 4xx and 5xx answers. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly FieldError[];
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

interface Kind {
  readonly status: number;
  readonly title: string;
}

/** The only place where a code meets HTTP. */
export const PROBLEM_KINDS: Readonly<Record<ErrorCode, Kind>> = {
  validation_failed: { status: 400, title: 'The request is not valid' },
  idempotency_key_required: { status: 400, title: 'An Idempotency-Key is needed' },
  unauthenticated: { status: 401, title: 'No valid API key' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  reference_conflict: { status: 409, title: 'The reference is taken' },
  idempotency_in_progress: { status: 409, title: 'The same request is still running' },
  state_conflict: { status: 409, title: 'Not possible in this state' },
  payload_too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'Media type not supported' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used for another request' },
  customer_details_required: { status: 422, title: 'The provider needs more about the customer' },
  currency_not_supported: { status: 422, title: 'Currency not supported' },
  amount_too_large: { status: 422, title: 'Amount too large' },
  capability_not_supported: { status: 422, title: 'The provider cannot do this' },
  url_not_allowed: { status: 422, title: 'URL not allowed' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Internal error' },
  provider_mismatch: { status: 502, title: 'The provider answered something else' },
  provider_rejected: { status: 422, title: 'The provider refused' },
  provider_misconfigured: { status: 502, title: 'The connection does not work' },
  provider_outcome_unknown: { status: 502, title: 'The outcome is not known yet' },
  provider_unavailable: { status: 503, title: 'The provider cannot be reached' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
};

const CODE_BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'validation_failed',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  503: 'unavailable',
};

/** What a caller may know of an error that is not a `DomainError`: never its text, unless the framework made it for callers. */
export function toDomainError(error: unknown, isUnavailable: (error: unknown) => boolean): DomainError {
  if (error instanceof DomainError) return error;
  if (isUnavailable(error)) {
    return new DomainError('unavailable', 'The service is not available at the moment. Try again.', {
      retryAfterSeconds: 2,
    });
  }
  const status = statusOf(error);
  const code = status === undefined ? undefined : CODE_BY_STATUS[status];
  if (code === undefined)
    return new DomainError(
      'internal_error',
      'Something went wrong here. Try again; if it stays, tell us the request id.',
    );
  return new DomainError(code, DETAILS[code] ?? PROBLEM_KINDS[code].title);
}

export function problemOf(error: DomainError, context: { publicUrl: string; requestId: string }): Problem {
  const { status, title } = PROBLEM_KINDS[error.code];
  return {
    type: `${context.publicUrl}/docs/errors#${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.message,
    requestId: context.requestId,
    ...(error.fields.length > 0 && { errors: error.fields }),
  };
}

/** Nest's own exceptions, and the errors of Express's body parsers (`http-errors`). */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown };
  return typeof status === 'number' && expose === true ? status : undefined;
}

const DETAILS: Partial<Record<ErrorCode, string>> = {
  validation_failed:
    'The request could not be read: send valid JSON in UTF-8, as an object, without names such as constructor or toString, to an address whose percent-encoding is valid.',
  not_found: 'There is nothing at this address; see /docs.',
  payload_too_large: 'The body is larger than this route takes.',
  unsupported_media_type: 'Send Content-Type: application/json, in UTF-8.',
};
