import { DomainError } from '../common/domain-error.js';
import type { AppConfig } from '../config/app-config.js';
import type { Mode } from '../gateways/payment-gateway.js';

/** The variables that are missing for live payments: without them, this process lives on what it generated for itself. */
export function makeshiftsOf({ secretKeys, keyPepper, smtpUrl, notificationDropDir }: AppConfig): string[] {
  return [
    ...(secretKeys === null ? ['SECRET_KEYS'] : []),
    ...(keyPepper === null ? ['KEY_PEPPER'] : []),
    ...(smtpUrl === null && notificationDropDir === null ? ['SMTP_URL'] : []),
  ];
}

/** A live key on makeshifts would keep the next start from starting: better said to whoever asks for the key. */
export function refuseLiveOnMakeshifts(mode: Mode, config: AppConfig): void {
  const missing = makeshiftsOf(config);
  if (mode === 'sandbox' || missing.length === 0) return;
  throw new DomainError('state_conflict', `No live key before these are set: ${missing.join(', ')}.`);
}
