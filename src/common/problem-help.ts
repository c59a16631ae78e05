import type { ErrorCode } from './domain-error.js';

/** What each error means to an integrator, and what to do about it. Shown at `/docs/errors`. */
export const PROBLEM_HELP: Readonly<Record<ErrorCode, string>> = {
  validation_failed:
    'The body, a query parameter or a header is not as documented. `errors` names every wrong field with its path; mend them all and send again. Values are never converted: "1000" is not 1000.',
  idempotency_key_required:
    'This route moves money, so it needs an Idempotency-Key header. Make one per wish, and keep it for every retry of that wish.',
  unauthenticated:
    'There was no API key, or it is mistyped, expired or revoked. Send it as "Authorization: Bearer dln_…".',
  forbidden:
    'The key is right but lacks the scope that this route needs. Use another key, or make one with that scope.',
  not_found:
    'Nothing of yours has this id, in this mode: a sandbox key never sees live data, nor the reverse. Or the address itself is wrong.',
  method_not_allowed: 'The address exists, but not with this method. The Allow header says which it takes.',
  reference_conflict:
    'Your reference belongs to a payment with other content; `errors` names the fields that differ. Send the same content to get that payment, or use another reference.',
  idempotency_in_progress:
    'The first request with this Idempotency-Key has not ended yet. Wait for Retry-After seconds and send the same request again.',
  state_conflict:
    'What you ask does not fit what the payment or link is now, which `detail` tells. Read it again and decide anew.',
  payload_too_large: 'The body is larger than this route takes.',
  unsupported_media_type: 'Send Content-Type: application/json, in UTF-8.',
  idempotency_key_reused:
    'This Idempotency-Key was used for another request. Use a new key for every new wish, and the old one only for retries with the very same body.',
  customer_details_required:
    'The provider cannot open a checkout without more about the customer; `errors` names what is missing.',
  currency_not_supported: 'No enabled connection takes this currency. See GET /v1/connections.',
  amount_too_large: 'More cannot go back than was paid, nor be taken than is held, which `detail` tells.',
  capability_not_supported: 'The provider of this payment cannot do this; `detail` says what to do instead.',
  url_not_allowed: 'The address is not one we may call: it must be https, public, and without user name or password.',
  rate_limited: 'Too many requests. Wait for Retry-After seconds.',
  internal_error:
    'A fault of ours. Nothing was stored as the answer: send the same request, with the same Idempotency-Key, again. If it stays, tell us the requestId.',
  provider_mismatch:
    'The provider answered with another amount, currency or reference than was asked. Its page was closed and is not used. Ask again; if it stays, call the provider.',
  provider_rejected:
    'The provider understood and refused; `detail` tells its reason. The same request will be refused again.',
  provider_misconfigured:
    'The provider does not accept the credentials or the rights of the connection. Mend the connection, then POST /v1/connections/{id}/verify.',
  provider_outcome_unknown:
    'The provider was asked and gave no usable answer, so it may have acted. Send the same request again: it first finds out what happened, and does nothing twice.',
  provider_unavailable:
    'The provider cannot be reached, or asks for fewer calls. Nothing was done. Try again after Retry-After seconds.',
  unavailable:
    'This service or its database is not available at the moment. Nothing was stored as the answer: send the same request again after Retry-After seconds.',
};
