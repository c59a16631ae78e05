import fc from 'fast-check';
import { holdsCardNumber } from '../../../src/common/card-number.js';

/** Digits that pass the check, by adding the one that makes them. */
function withCheckDigit(digits: string): string {
  return Array.from('0123456789', (check) => digits + check).find(holdsCardNumber)!;
}

const anyCardNumber = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 })
  .map((digits) => withCheckDigit(digits.join('')));

describe('a card number', () => {
  it.each([
    '4242424242424242',
    '4242 4242 4242 4242',
    '4242-4242-4242-4242',
    '4242–4242–4242–4242',
    '3782 822463 10005',
    '4222222222222',
    '6304000000000000000',
    'Paid with 4242424242424242, thanks',
    '4242 4242 4242 4242 12 30',
    '12 4242424242424242 123',
    '42424242\u00a042424242',
    '4242\n4242\n4242\n4242',
    '４２４２４２４２４２４２４２４２',
  ])('is found in %j', (text) => {
    expect(holdsCardNumber(text)).toBe(true);
  });

  it.each([
    '',
    'Invoice 2026-0001',
    '4242424242424241',
    '424242424242',
    '42424242424242424242',
    '+44 20 7946 0000',
    '2026-11-20T10:00:00.000Z',
    '4242.4242.4242.4242',
    '4242x4242x4242x4242',
    'INV-a2424242-4242-4242-8424-242424242424',
    `sha256 ${'4242424242424242a'.repeat(4)}`,
  ])('is not found in %j', (text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });

  it('is not found in a UUID, whatever its digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{8}-[0-9]{4}-4[0-9]{3}-8[0-9]{3}-[0-9]{12}$/), (uuid) => {
        expect(holdsCardNumber(`Order INV-${uuid}`)).toBe(false);
      }),
    );
  });

  it('is found whatever its digits and whatever stands around it', () => {
    const around = fc.string({ unit: fc.constantFrom('a', '.', ',', ':', 'é', '\t\t') });
    fc.assert(
      fc.property(anyCardNumber, around, around, (number, before, after) => {
        expect(holdsCardNumber(`${before}:${number}:${after}`)).toBe(true);
      }),
    );
  });

  it('is found however its digits are grouped', () => {
    const separators = fc.array(fc.constantFrom('', ' ', '-'), { minLength: 18, maxLength: 18 });
    fc.assert(
      fc.property(anyCardNumber, separators, (number, between) => {
        const grouped = Array.from(number, (digit, index) => (index > 0 ? between[index - 1]! : '') + digit).join('');
        expect(holdsCardNumber(grouped)).toBe(true);
      }),
    );
  });

  it('is not the same with one digit wrong', () => {
    const place = fc.nat({ max: 12 });
    fc.assert(
      fc.property(anyCardNumber, place, fc.integer({ min: 1, max: 9 }), (number, index, more) => {
        const wrong = Array.from(number, (digit, at) => (at === index ? (Number(digit) + more) % 10 : digit)).join('');
        expect(holdsCardNumber(wrong)).toBe(false);
      }),
    );
  });
});
