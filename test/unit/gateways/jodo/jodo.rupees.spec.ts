import fc from 'fast-check';
import { MAX_MONEY_VALUE } from '../../../../src/common/money.js';
import { toPaise, toRupees } from '../../../../src/gateways/jodo/jodo.rupees.js';

/** Written on paper: digits only, no arithmetic. */
function onPaper(paise: number): string {
  const digits = String(paise).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.00$|(?<=\.\d)0$/, '');
}

describe('rupees on the wire', () => {
  it.each([
    [105_029, '1050.29'],
    [100, '1'],
    [1, '0.01'],
    [10, '0.1'],
    [1050, '10.5'],
    [100_000, '1000'],
    [MAX_MONEY_VALUE, '999999999.99'],
  ])('%i paise are written %s', (paise, text) => {
    expect(JSON.stringify(toRupees({ value: paise }))).toBe(text);
  });

  it('are written with the exact decimals of any amount, and read back as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_MONEY_VALUE }), (paise) => {
        const text = JSON.stringify(toRupees({ value: paise }));
        expect(text).toBe(onPaper(paise));
        expect(toPaise(text)).toBe(paise);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['1000', 100_000],
    ['1000.0', 100_000],
    ['1.0', 100],
    ['0.05', 5],
    ['1050.29', 105_029],
  ])('%s is read exactly', (text, paise) => {
    expect(toPaise(text)).toBe(paise);
  });

  it.each([
    '1.005',
    '1050.2900000000002',
    '-1',
    '1e3',
    '1,000',
    '',
    ' 1',
    '.5',
    '5.',
    'NaN',
    '1000000000.00',
    undefined,
  ])('%j is no amount', (text) => {
    expect(toPaise(text)).toBeUndefined();
  });
});
