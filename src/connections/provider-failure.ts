import { DomainError } from '../common/domain-error.js';
import type { GatewayError } from '../gateways/gateway-error.js';

const RETRY_AFTER_SECONDS = 5;

/** What a caller is told about a provider's failure. */
export function providerFailure(error: GatewayError): DomainError {
  const retryAfterSeconds = error.retryAfterSeconds ?? RETRY_AFTER_SECONDS;
  switch (error.kind) {
    case 'rejected':
      return new DomainError('provider_rejected', `The provider refused: ${error.message}`);
    case 'misconfigured':
      return new DomainError(
        'provider_misconfigured',
        `The provider does not accept this connection: ${error.message}`,
      );
    case 'unknown_outcome':
      return new DomainError(
        'provider_outcome_unknown',
        'The provider gave no usable answer. Ask again: nothing is done twice.',
      );
    case 'rate_limited':
    case 'not_sent':
      return new DomainError('provider_unavailable', 'The provider cannot be reached at the moment. Try again.', {
        retryAfterSeconds,
      });
  }
}
