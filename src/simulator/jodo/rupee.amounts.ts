import { MAX_MONEY_VALUE, toMajorUnits } from '../../common/money.js';

/**
 * The paise of an amount as Jodo takes it: rupees as a number or as text, at most two decimals; `undefined` for anything
 * else. Digits are read as digits: `1050.29 * 100` would be 105028.99999999999.
 */
export function parseRupees(amount: unknown): number | undefined {
  if (typeof amount !== 'number' && typeof amount !== 'string') return undefined;
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(String(amount));
  if (!match) return undefined;
  const paise = Number(match[1]! + (match[2] ?? '').padEnd(2, '0'));
  return paise > 0 && paise <= MAX_MONEY_VALUE ? paise : undefined;
}

/** The JSON number that Jodo writes: 105029 paise are `1050.29`. */
export function toRupees(paise: number): number {
  return Number(toMajorUnits({ value: paise, currency: 'INR' }));
}
