import fc from 'fast-check';
import { SecretBox, type SecretPlace } from '../../../src/common/secret-box.js';

const keyOf = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const place: SecretPlace = { table: 'links', column: 'token', accountId: 'a', mode: 'sandbox', rowId: 'r' };
const box = new SecretBox(`k1:${keyOf(1)}`);

describe('a sealed secret', () => {
  it('opens to what was sealed, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (plain) => {
        expect(box.open(box.seal(plain, place), place)).toBe(plain);
      }),
    );
  });

  it('looks different each time', () => {
    expect(box.seal('token', place)).not.toBe(box.seal('token', place));
  });

  it.each<[keyof SecretPlace, string]>([
    ['table', 'endpoints'],
    ['column', 'secrets'],
    ['accountId', 'b'],
    ['mode', 'live'],
    ['rowId', 's'],
  ])('does not open under another %s', (part, value) => {
    const sealed = box.seal('token', place);
    expect(() => box.open(sealed, { ...place, [part]: value })).toThrow();
  });

  it('does not open when parts of its place slide into each other', () => {
    const sealed = box.seal('token', { ...place, accountId: 'ab', mode: 'c' });
    expect(() => box.open(sealed, { ...place, accountId: 'a', mode: 'bc' })).toThrow();
  });

  it('does not open once any bit was altered', () => {
    const sealed = box.seal('a token', place);
    const [version, id, base64] = sealed.split('.') as [string, string, string];
    const bytes = Buffer.from(base64, 'base64');
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const altered = Buffer.from(bytes);
        altered[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => box.open(`${version}.${id}.${altered.toString('base64')}`, place)).toThrow();
      }),
    );
  });

  it.each(['', 'v1', 'v1.k1', 'v1.k1.', 'v1.k1.AAAA', 'v2.k1.AAAA', 'plain text'])('is not %j', (text) => {
    expect(() => box.open(text, place)).toThrow();
  });
});

describe('a ring of keys', () => {
  const rotated = new SecretBox(`k2:${keyOf(2)},k1:${keyOf(1)}`);

  it('opens what an older key of it sealed', () => {
    expect(rotated.open(box.seal('token', place), place)).toBe('token');
  });

  it('seals with its first key', () => {
    expect(rotated.seal('token', place)).toMatch(/^v1\.k2\./);
  });

  it('says which secret it cannot open for want of its key, and nothing more', () => {
    expect(() => box.open(rotated.seal('token', place), place)).toThrow(
      'Cannot decrypt links.token: its key is not in SECRET_KEYS',
    );
  });

  it('does not open with another key of the same name', () => {
    const impostor = new SecretBox(`k1:${keyOf(9)}`);
    expect(() => impostor.open(box.seal('token', place), place)).toThrow();
  });

  it.each([
    ['nothing', ''],
    ['a key without a name', keyOf(1)],
    ['a short key', `k1:${Buffer.alloc(16, 1).toString('base64')}`],
    ['a long key', `k1:${Buffer.alloc(33, 1).toString('base64')}`],
    ['one name for two keys', `k1:${keyOf(1)},k1:${keyOf(2)}`],
    ['a name with a dot', `k.1:${keyOf(1)}`],
    ['a trailing comma', `k1:${keyOf(1)},`],
  ])('of %s is refused without being shown', (_, ring) => {
    const open = () => new SecretBox(ring);
    expect(open).toThrow(/^(must be id:base64 of 32 bytes, comma-separated|names a key id twice)$/);
  });
});
