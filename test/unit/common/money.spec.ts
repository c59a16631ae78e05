import fc from 'fast-check';
import { currencyExponent, formatMoney, MAX_MONEY_VALUE, sameMoney, toMajorUnits } from '../../../src/common/money.js';

describe('a currency', () => {
  it.each([
    ['JPY', 0],
    ['GBP', 2],
    ['KWD', 3],
  ])('%s has %d decimals', (currency, exponent) => {
    expect(currencyExponent(currency)).toBe(exponent);
  });

  it.each([
    ['in lower case', 'gbp'],
    ['that nobody has issued', 'ZZZ'],
    ['of gold', 'XAU'],
    ['for tests', 'XTS'],
    ['that stands for none', 'XXX'],
    ['of a fund', 'CLF'],
    ['of an index', 'UYI'],
    ['with a blank', 'GBP '],
    ['that is empty', ''],
    ['named like a property', 'constructor'],
  ])('%s is no money that a payer can owe', (_, code) => {
    expect(currencyExponent(code)).toBeUndefined();
  });

  it.each(['XAG', 'XPT', 'XPD', 'XBA', 'XBB', 'XBC', 'XBD', 'XDR', 'XSU', 'XUA'])(
    '%s is drawn or traded, not owed',
    (code) => {
      expect(currencyExponent(code)).toBeUndefined();
    },
  );

  it.each(['BOV', 'CHE', 'CHW', 'COU', 'MXV', 'USN', 'UYW'])('%s is an account’s unit and no money', (code) => {
    expect(currencyExponent(code)).toBeUndefined();
  });
});

describe('an amount in major units', () => {
  it.each([
    [1050, 'GBP', '10.50'],
    [5, 'GBP', '0.05'],
    [0, 'GBP', '0.00'],
    [500, 'JPY', '500'],
    [1, 'KWD', '0.001'],
    [99_999_999_999, 'GBP', '999999999.99'],
  ])('%d %s is %s', (value, currency, text) => {
    expect(toMajorUnits({ value, currency })).toBe(text);
  });

  it('keeps every digit and the currency’s number of decimals', () => {
    const values = fc.integer({ min: 0, max: MAX_MONEY_VALUE });
    fc.assert(
      fc.property(values, fc.constantFrom('JPY', 'GBP', 'KWD'), (value, currency) => {
        const text = toMajorUnits({ value, currency });
        const [, decimals = ''] = text.split('.');
        expect(decimals).toHaveLength(currencyExponent(currency)!);
        expect(Number(text.replace('.', ''))).toBe(value);
        expect(text).toMatch(/^(0|[1-9]\d*)(\.\d+)?$/);
      }),
    );
  });

  it('does not exist in a currency that is none', () => {
    expect(() => toMajorUnits({ value: 1, currency: 'XXX' })).toThrow('Unknown currency XXX');
  });
});

describe('an amount as people write it', () => {
  it.each([
    [105_029, 'GBP', 'en-GB', '£1,050.29'],
    [105_029, 'INR', 'en-IN', '₹1,050.29'],
    [500, 'JPY', 'en', '¥500'],
    [99_999_999_999, 'GBP', 'en', '£999,999,999.99'],
  ])('%d %s in %s is %s', (value, currency, locale, text) => {
    expect(formatMoney({ value, currency }, locale)).toBe(text);
  });

  it('has three decimals where the currency has', () => {
    expect(formatMoney({ value: 1234, currency: 'KWD' }, 'en')).toMatch(/1\.234$/);
  });
});

describe('two amounts', () => {
  it('are the same only in value and currency', () => {
    const money = { value: 100, currency: 'GBP' };
    expect(sameMoney(money, { ...money })).toBe(true);
    expect(sameMoney(money, { ...money, value: 101 })).toBe(false);
    expect(sameMoney(money, { ...money, currency: 'EUR' })).toBe(false);
  });
});
