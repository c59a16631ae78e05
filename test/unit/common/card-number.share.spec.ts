import fc from 'fast-check';
import { holdsCardNumber } from '../../../src/common/card-number.js';

describe('a card number', () => {
  it('is seen in few of the numbers that are none', () => {
    const shareOf = (length: number) => {
      const digits = fc.array(fc.nat(9), { minLength: length, maxLength: length }).map((all) => all.join(''));
      const numbers = fc.sample(fc.noBias(digits), { numRuns: 20_000, seed: 42 });
      return numbers.filter((number) => holdsCardNumber(number)).length / numbers.length;
    };

    expect(shareOf(16)).toBeCloseTo(0.037, 2);
    expect(shareOf(14)).toBeLessThan(0.01);
    expect(shareOf(19)).toBeLessThan(0.03);
    expect(shareOf(11)).toBe(0);
  });
});
