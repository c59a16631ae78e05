import fc from 'fast-check';
import { canonicalJson } from '../../../src/common/canonical-json.js';

/** The same content with every object's keys in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe('canonical JSON', () => {
  it('is the same for the same content in another order, at every depth', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('holds the content', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    ['order in a list', [1, 2], [2, 1]],
    ['text and number', { a: '1' }, { a: 1 }],
    ['null and absent', { a: null }, {}],
    ['a list and an object', ['a'], { 0: 'a' }],
  ])('differs by %s', (_, a, b) => {
    expect(canonicalJson(a)).not.toBe(canonicalJson(b));
  });

  it('keeps a key called __proto__', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1},"b":2}'))).toBe('{"__proto__":{"a":1},"b":2}');
  });

  it('writes nothing as null', () => {
    expect(canonicalJson(undefined)).toBe('null');
  });

  it('writes instants as the API does', () => {
    expect(canonicalJson({ at: new Date('2026-11-20T10:00:00Z') })).toBe('{"at":"2026-11-20T10:00:00.000Z"}');
  });
});
