import type { Owed } from '../connections/connections.service.js';
import type { Payment } from './payment.entity.js';

/** What the choice of a connection for this payment depends on. */
export function owedOf(payment: Payment): Owed {
  const { accountId, mode, currency, customer, capture } = payment;
  const pinnedConnectionId = payment.connectionPinned ? payment.connectionId : null;
  return { accountId, mode, currency, customer, capture, pinnedConnectionId };
}
