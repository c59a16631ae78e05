import { MAX_MONEY_VALUE, toMajorUnits, type Money } from '../../common/money.js';

/** Rupees as a JSON number whose text is the exact amount: 105029 paise are written `1050.29`, never `1050.2899999`. */
export function toRupees({ value }: Pick<Money, 'value'>): number {
  // Up to 15 digits the nearest double is written back as the very digits it was read from.
  return Number(toMajorUnits({ value, currency: 'INR' }));
}

/**
 * Paise of an amount in rupees, given as the decimal text of a JSON number or string. Undefined for anything that is
 * not an exact amount: more than two decimals, a sign, an exponent, or more than we ever ask for.
 */
export function toPaise(rupees: string | undefined): number | undefined {
  const [, whole, decimals = ''] = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(rupees ?? '') ?? [];
  if (whole === undefined) return undefined;
  const paise = Number(`${whole}${decimals.padEnd(2, '0')}`);
  return paise <= MAX_MONEY_VALUE ? paise : undefined;
}
