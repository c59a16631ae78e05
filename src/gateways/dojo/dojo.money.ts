import type { Money } from '../../common/money.js';
import { GatewayError } from '../gateway-error.js';
import { DOJO_PROFILE } from './dojo.profile.js';

/** Throws `GatewayError` of kind `rejected`: some of Dojo's calls take a bare number, whatever currency was meant. */
export function refuseForeignCurrency(operation: string, { currency }: Money): void {
  if (DOJO_PROFILE.currencies.includes(currency)) return;
  const detail = `Dojo takes ${DOJO_PROFILE.currencies.join(' and ')}, not ${currency}`;
  throw new GatewayError({ kind: 'rejected', operation, detail });
}
