import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { newKey, parseKey } from '../../../src/accounts/key-format.js';

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_- ';

/** CRC-32 in six digits of base 62, written down a second time. */
function checksumOf(text: string): string {
  const digits = Array.from({ length: 6 }, (_, place) => Math.floor(crc32(text) / 62 ** (5 - place)) % 62);
  return digits.map((digit) => CHARACTERS[digit]).join('');
}

describe('an API key', () => {
  it('ends in the checksum of all before it', () => {
    const key = newKey('live');
    expect(key.slice(-6)).toBe(checksumOf(key.slice(0, -6)));
  });

  it.each(['sandbox', 'live'] as const)('says that it is of %s', (mode) => {
    const key = newKey(mode);
    expect(key).toMatch(new RegExp(`^dln_${mode}_[0-9A-Za-z]{61}$`));
    expect(parseKey(key)).toEqual({ mode, publicPart: key.slice(`dln_${mode}_`.length).slice(0, 12) });
  });

  it('is another one each time, in its public part as well', () => {
    const keys = Array.from({ length: 500 }, () => newKey('sandbox'));
    expect(new Set(keys.map((key) => parseKey(key)!.publicPart)).size).toBe(500);
  });

  it('with any one character mistyped is refused', () => {
    const key = newKey('live');
    const typo = fc.record({ at: fc.nat(key.length - 1), by: fc.constantFrom(...CHARACTERS.split('')) });
    fc.assert(
      fc.property(typo, ({ at, by }) => {
        fc.pre(key[at] !== by);
        expect(parseKey(key.slice(0, at) + by + key.slice(at + 1))).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('with two neighbours swapped is refused', () => {
    const key = newKey('sandbox');
    fc.assert(
      fc.property(fc.nat(key.length - 2), (at) => {
        fc.pre(key[at] !== key[at + 1]);
        const swapped = key.slice(0, at) + key[at + 1]! + key[at]! + key.slice(at + 2);
        expect(parseKey(swapped)).toBeUndefined();
      }),
    );
  });

  it.each(['dln_test_', 'dln_live_0'])('made like %s… is none, though its checksum fits', (beginning) => {
    const body = beginning + newKey('live').slice('dln_live_'.length, -6);
    expect(parseKey(body + checksumOf(body))).toBeUndefined();
  });

  it('that claims the other mode is refused', () => {
    expect(parseKey(newKey('sandbox').replace('sandbox', 'live'))).toBeUndefined();
  });

  it.each([
    ['cut', (key: string) => key.slice(0, -1)],
    ['prolonged', (key: string) => `${key}0`],
    ['with a line break', (key: string) => `${key}\n`],
    ['with a blank before', (key: string) => ` ${key}`],
    ['that is empty', () => ''],
  ])('%s is refused', (_, change) => {
    expect(parseKey(change(newKey('live')))).toBeUndefined();
  });
});
