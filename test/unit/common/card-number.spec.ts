import fc from 'fast-check';
import { holdsCardNumber, holdsPrintedCardNumber } from '../../../src/common/card-number.js';

/** How each scheme's cards begin, and how long they are: written down a second time, so that a slip in the first shows. */
const SCHEMES: readonly (readonly [scheme: string, prefixes: readonly string[], lengths: readonly number[]])[] = [
  ['Visa', ['4'], [13, 16, 18, 19]],
  ['Mastercard', ['51', '52', '53', '54', '55', '2221', '2229', '2300', '2699', '2720'], [16]],
  ['American Express', ['34', '37'], [15]],
  ['Diners Club', ['300', '305', '3095', '36', '38', '39'], [14, 15, 16, 17, 18, 19]],
  ['Discover', ['6011', '644', '649', '65'], [16, 17, 18, 19]],
  ['JCB', ['3528', '3589'], [16, 17, 18, 19]],
  ['JCB of old', ['1800', '2131'], [15]],
  ['UnionPay', ['62', '81'], [16, 17, 18, 19]],
  ['Maestro', ['5018', '5020', '5038', '5893', '6304', '6759', '6761', '6763'], [12, 13, 14, 15, 16, 17, 18, 19]],
  ['Maestro as made today', ['50', '56', '59', '63', '67'], [16, 17, 18, 19]],
  ['RuPay', ['60', '82', '508', '353', '356'], [16]],
  ['Mir', ['2200', '2204'], [16, 17, 18, 19]],
];

/** The digits with the last one that passes the check, reckoned as the standard tells it: doubling from the right. */
function withCheckDigit(digits: string): string {
  const sum = Array.from(digits, Number).reduceRight((total, digit, index) => {
    const isDoubled = (digits.length - index) % 2 === 1;
    return total + (isDoubled ? Math.floor((digit * 2) / 10) + ((digit * 2) % 10) : digit);
  }, 0);
  return digits + String((10 - (sum % 10)) % 10);
}

function grouped(digits: string, lengths: readonly number[]): string {
  const ends = lengths.map((_, index) => lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0));
  return ends.map((end, index) => digits.slice(end - lengths[index]!, end)).join(' ');
}

function cardNumbersOf(prefixes: readonly string[], lengths: readonly number[]): fc.Arbitrary<string> {
  const digits = fc.array(fc.nat(9), { minLength: 19, maxLength: 19 }).map((all) => all.join(''));
  return fc
    .tuple(fc.constantFrom(...prefixes), fc.constantFrom(...lengths), digits)
    .map(([prefix, length, more]) => withCheckDigit((prefix + more).slice(0, length - 1)));
}

const anyCardNumber = fc.oneof(...SCHEMES.map(([, prefixes, lengths]) => cardNumbersOf(prefixes, lengths)));

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
    // A phone's, and cards have no 13 digits of this kind any more.
    'Ask +49 151 12345673',
    '+4222222222222',
    `sha256 ${'4242424242424242a'.repeat(4)}`,
  ])('is not found in %j', (text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });

  it.each([
    ['begins like no card', '799273987130000'],
    ['begins just below a range', '222099000000000'],
    ['begins just above a range', '272100000000000'],
    ['is longer than the scheme’s cards', '3782822463100050'],
    ['is shorter than the scheme’s cards', '51051051051051'],
  ])('is not found where a number passes the check but %s', (_, digits) => {
    expect(holdsCardNumber(withCheckDigit(digits))).toBe(false);
  });

  it.each([
    ['13 digits of a scheme whose numbers have 14', '300000000000'],
    ['15 digits of a scheme whose numbers have 16', '60110000000000'],
  ])('is not found in %s', (_, digits) => {
    expect(holdsCardNumber(withCheckDigit(digits))).toBe(false);
  });

  describe('that is only a part of something else', () => {
    const ofTwelve = withCheckDigit('50180000000');
    const ofThirteen = '4222222222222';
    const ofSixteen = '4242424242424242';

    it.each([
      ['a UUID', `00000000-0000-4000-8000-${ofTwelve}`],
      ['a UUID in capitals', `ABCDEFAB-CDEF-4ABC-8ABC-${ofTwelve}`],
      ['what stands on both sides of a UUID', '42424242abcdefab-cdef-4abc-8abc-abcdefabcdef42424242'],
      ['a digest', `f${ofSixteen}${'b'.repeat(15)}`],
      ['a digest in capitals', `${ofSixteen}${'B'.repeat(16)}`],
      ['a phone number', `+${ofTwelve}`],
      ['a phone number with spaces', '+4222 222 222 222'],
      ['a phone number with dashes', '+4222-222-222-222'],
      ['a phone number with long dashes', '+4222–222–222–222'],
    ])('is not found: %s', (_, text) => {
      expect(holdsCardNumber(ofThirteen)).toBe(true);
      expect(holdsCardNumber(ofTwelve)).toBe(true);
      expect(holdsCardNumber(text)).toBe(false);
    });

    it.each([
      ['no UUID, with a group too few', `00000000-0000-4000-${ofSixteen}`],
      ['no digest, which is longer', `${ofSixteen}b`],
      ['no phone number, which is shorter', `+${ofSixteen}`],
      ['no phone number with spaces', '+4242 4242 4242 4242'],
      ['no phone number with dashes', '+4242-4242-4242-4242'],
      ['no phone number, which has a country', `+0 ${ofSixteen}`],
    ])('is found where that is %s', (_, text) => {
      expect(holdsPrintedCardNumber(text)).toBe(true);
    });
  });

  it('is not found in a UUID, whatever its digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{8}-[0-9]{4}-4[0-9]{3}-8[0-9]{3}-[0-9]{12}$/), (uuid) => {
        expect(holdsCardNumber(`Order INV-${uuid}`)).toBe(false);
      }),
    );
  });

  it.each(SCHEMES)('of %s is found', (_, prefixes, lengths) => {
    fc.assert(
      fc.property(cardNumbersOf(prefixes, lengths), (number) => {
        expect([holdsCardNumber(number), holdsPrintedCardNumber(number)]).toEqual([true, true]);
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
    const place = fc.nat();
    fc.assert(
      fc.property(anyCardNumber, place, fc.integer({ min: 1, max: 9 }), (number, anywhere, more) => {
        // The shortest numbers have twelve digits, and a place beyond the last one would leave a right number.
        const index = anywhere % number.length;
        const wrong = Array.from(number, (digit, at) => (at === index ? (Number(digit) + more) % 10 : digit)).join('');
        expect(holdsCardNumber(wrong)).toBe(false);
      }),
    );
  });
});

it('takes no longer for a long text of digits than for any other', () => {
  const startedMs = performance.now();

  expect(holdsCardNumber('1'.repeat(200_000))).toBe(false);
  // Looking ahead to the end from every digit would take minutes.
  expect(performance.now() - startedMs).toBeLessThan(2000);
});

describe('a card number in an ERP’s own number', () => {
  it.each([
    '4242424242424242',
    'INV-4242424242424242',
    'INV4242424242424242/2',
    '4242 4242 4242 4242',
    '4242-4242-4242-4242',
    '3782-822463-10005',
    grouped(withCheckDigit('3000000000000'), [4, 6, 4]),
    grouped(withCheckDigit('400000000000000000'), [4, 4, 4, 4, 3]),
  ])('is found in %j', (reference) => {
    expect(holdsPrintedCardNumber(reference)).toBe(true);
  });

  it.each(['42-4242-4242424242-42', '4242 42424242 4242', '2026-11-20-004711', '42424242-42424242'])(
    'is not found across the parts of %j',
    (reference) => {
      expect(holdsPrintedCardNumber(reference)).toBe(false);
    },
  );

  it('is never seen where no part is as long as a card’s, however many digits there are in all', () => {
    const parts = fc.array(fc.stringMatching(/^\d{5,11}$/), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(parts, fc.constantFrom('-', ' ', '/'), (groups, separator) => {
        expect(holdsPrintedCardNumber(groups.join(separator))).toBe(false);
      }),
    );
  });
});
