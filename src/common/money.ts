import currencyCodes from 'currency-codes';

/** An amount in integer minor units of an ISO 4217 currency: `{ value: 1050, currency: 'GBP' }` is £10.50. */
export interface Money {
  readonly value: number;
  readonly currency: string;
}

/** The largest amount accepted: 99 999 999 999 minor units, far below 2^53. */
export const MAX_MONEY_VALUE = 99_999_999_999;

// The table lists funds codes, metals and test codes too; none of those is money a payer can owe.
const NOT_PAYABLE = new Set([
  'XXX',
  'XTS',
  'XAU',
  'XAG',
  'XPT',
  'XPD',
  'XBA',
  'XBB',
  'XBC',
  'XBD',
  'XDR',
  'XSU',
  'XUA',
  'BOV',
  'CHE',
  'CHW',
  'CLF',
  'COU',
  'MXV',
  'USN',
  'UYI',
  'UYW',
]);

/** Number of decimals of a currency by ISO 4217 (JPY 0, GBP 2, KWD 3), or `undefined` for a code that is not money. */
export function currencyExponent(currency: string): number | undefined {
  if (NOT_PAYABLE.has(currency)) return undefined;
  // The library folds case; our codes are upper case only.
  const record = /^[A-Z]{3}$/.test(currency) ? currencyCodes.code(currency) : undefined;
  return record?.digits;
}

/** The amount in major units as a plain decimal text: 1050 GBP → `10.50`, 500 JPY → `500`. String arithmetic, no floats. */
export function toMajorUnits({ value, currency }: Money): string {
  const exponent = currencyExponent(currency);
  if (exponent === undefined) throw new RangeError(`Unknown currency ${currency}`);
  const digits = String(value).padStart(exponent + 1, '0');
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** The amount as a person of that locale writes it: `£10.50`, `₹1,050.29`. */
export function formatMoney(money: Money, locale: string): string {
  const exponent = currencyExponent(money.currency) ?? 2;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  });
  // A decimal string keeps every digit; Intl accepts it exactly.
  return format.format(toMajorUnits(money) as Intl.StringNumericLiteral);
}

export function sameMoney(a: Money, b: Money): boolean {
  return a.value === b.value && a.currency === b.currency;
}
