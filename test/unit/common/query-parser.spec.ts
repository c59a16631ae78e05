import { parseQuery } from '../../../src/common/query-parser.js';

describe('a query', () => {
  it('is flat texts, and lists of them where a name comes twice', () => {
    expect(parseQuery('a=1&b=x%20y&b=2')).toEqual({ a: '1', b: ['x y', '2'] });
    expect(parseQuery(null)).toEqual({});
  });

  it('gathers the pairs of metadata, encoded or not', () => {
    expect(parseQuery('metadata[a]=1&metadata%5Bb%5D=2&limit=5')).toEqual({ limit: '5', metadata: { a: '1', b: '2' } });
  });

  it.each(['metadata[__proto__]', 'metadata[toString]', 'metadata[]', 'metadata[a][b]', 'metadata[a', 'other[a]'])(
    'leaves %s as a name that nobody knows',
    (name) => {
      expect(Object.entries(parseQuery(`${name}=x`))).toEqual([[name, 'x']]);
    },
  );

  it.each(['__proto__', 'constructor', 'prototype', 'toString'])('has no parameter called %s', (name) => {
    expect(() => parseQuery(`limit=5&${name}=x`)).toThrow(`${name} is no parameter`);
  });

  it('makes no sense of both ways at once', () => {
    expect(parseQuery('metadata=x&metadata[a]=1')['metadata']).toEqual(['x', { a: '1' }]);
  });
});
