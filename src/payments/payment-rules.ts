import type { AccountsService } from '../accounts/accounts.service.js';
import { DomainError, wrongField } from '../common/domain-error.js';
import type { Money } from '../common/money.js';
import type { ConnectionsService } from '../connections/connections.service.js';
import type { Sql } from '../database/sql.js';
import { owedOf } from './payment-owed.js';
import type { Payment } from './payment.entity.js';

/** What holds between fields, which no field can tell alone. Each throws `validation_failed` with the field's path. */
export function refuseWrongItems(items: readonly { readonly amount: Money }[], amount: Money): void {
  if (items.length === 0) return;
  const foreign = items.findIndex((item) => item.amount.currency !== amount.currency);
  if (foreign >= 0)
    throw wrongField(`items.${foreign}.amount.currency`, 'currency', `must be ${amount.currency} like the amount`);
  const sum = items.reduce((total, item) => total + item.amount.value, 0);
  if (sum !== amount.value) throw wrongField('items', 'sum', `items sum to ${sum}, and the amount is ${amount.value}`);
}

export function refusePast(path: string, at: Date | null, now: Date): void {
  if (at !== null && at <= now) throw wrongField(path, 'past', `${path} must be in the future`);
}

/**
 * A developer's own machine is no place to send people to who have paid real money, nor is a site that the account has not
 * named where it has named some.
 */
export async function refuseWrongReturn(
  accounts: AccountsService,
  { returnUrl, accountId, mode }: Pick<Payment, 'returnUrl' | 'accountId' | 'mode'>,
  sql?: Sql,
): Promise<void> {
  if (returnUrl === null) return;
  if (mode === 'live' && !/^https:/i.test(returnUrl)) {
    throw wrongField('returnUrl', 'return_url', 'returnUrl must be https');
  }
  const account = await accounts.get(accountId, sql);
  if (!account.mayReturnTo(returnUrl)) {
    throw wrongField('returnUrl', 'return_origin', 'returnUrl must be on one of the account’s returnOrigins');
  }
}

/**
 * Refused now rather than when the payer has the link. Throws `currency_not_supported`, `capability_not_supported` or
 * `customer_details_required`.
 */
export async function refuseWithoutConnection(
  connections: ConnectionsService,
  payment: Payment,
  sql?: Sql,
): Promise<void> {
  const candidates = await connections.candidates(owedOf(payment), sql);
  if (candidates.length > 0) return;
  const { currency } = payment;
  if (payment.connectionPinned) {
    throw wrongField('connectionId', 'unknown', `connectionId must name an enabled connection that takes ${currency}`);
  }
  throw new DomainError('currency_not_supported', `No enabled connection takes ${currency}; see GET /v1/connections.`);
}
