import { fromPublicId } from '../../common/ids.js';
import { currencyExponent, MAX_MONEY_VALUE } from '../../common/money.js';
import { isStorableText } from '../../common/validation.js';

const FIELDS: readonly string[] = ['id', 'reference', 'amount'];
const LONGEST_REFERENCE = 60;

/** What is wrong with one payment of an ERP's books, for people; null: nothing. */
export function faultOf(entry: unknown): string | null {
  if (!isObject(entry)) return 'must be an object';
  const unknown = Object.keys(entry).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return `has a field that is not known: ${unknown.slice(0, 40)}`;
  const { id, reference, amount } = entry;
  if ((id === undefined) === (reference === undefined)) return 'must have either id or reference';
  if (id !== undefined && !(typeof id === 'string' && fromPublicId('payment', id) !== undefined))
    return 'must have the id of a payment: pay_ and 26 characters';
  if (reference !== undefined && !isReference(reference)) return 'must have a reference of 1 to 60 characters';
  return amount === undefined ? null : faultOfAmount(amount);
}

function faultOfAmount(amount: unknown): string | null {
  if (!isObject(amount) || Object.keys(amount).length !== 2) return 'must have an amount of value and currency';
  const { value, currency } = amount;
  // What was given back at once, or never taken, may stand in books as nothing.
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > MAX_MONEY_VALUE)
    return 'must have an amount in whole minor units';
  return typeof currency === 'string' && currencyExponent(currency) !== undefined
    ? null
    : 'must have a currency by ISO 4217 in upper case';
}

function isReference(value: unknown): boolean {
  return isStorableText(value) && value !== '' && Array.from(value).length <= LONGEST_REFERENCE;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
