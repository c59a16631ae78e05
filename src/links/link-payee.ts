import type { Account } from '../accounts/account.entity.js';
import type { PayeeCard } from './views/link-page.model.js';

/** What payers see of an account, on pages and in mail. */
export function payeeOf(account: Account): PayeeCard {
  const { name, supportEmail, supportPhone, supportUrl, logoUrl, colour, timeZone } = account;
  return { name, supportEmail, supportPhone, supportUrl, logoUrl, colour, timeZone };
}
