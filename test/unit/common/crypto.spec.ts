import { equalBytes, newToken, sha256 } from '../../../src/common/crypto.js';

describe('a token', () => {
  it('has 192 bits and fits into a path', () => {
    expect(newToken()).toMatch(/^[A-Za-z0-9_-]{32}$/);
  });

  it('is another one each time', () => {
    expect(new Set(Array.from({ length: 1000 }, newToken)).size).toBe(1000);
  });
});

describe('a hash', () => {
  it('is SHA-256, of texts and of their bytes alike', () => {
    const hex = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect([sha256('abc').toString('hex'), sha256(Buffer.from('abc')).toString('hex')]).toEqual([hex, hex]);
  });
});

describe('two byte strings', () => {
  it.each([
    ['the same', 'abc', 'abc', true],
    ['different', 'abc', 'abd', false],
    ['of different length', 'abc', 'abcd', false],
    ['empty', '', '', true],
  ])('that are %s', (_, a, b, isEqual) => {
    expect(equalBytes(Buffer.from(a), Buffer.from(b))).toBe(isEqual);
  });
});
