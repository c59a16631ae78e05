import { schemaErrors } from '../../../src/connections/json-schema.check.js';

const CLOSED = {
  type: 'object',
  properties: {
    apiKey: { type: 'string', minLength: 2 },
    version: { enum: ['1', '2'] },
    partner: { type: 'boolean' },
    host: { type: 'string', pattern: '^[a-z]+$' },
    methods: { type: 'array', items: { enum: ['Card', 'Wallet'] }, minItems: 1 },
  },
  required: ['apiKey'],
  additionalProperties: false,
};

const EITHER = {
  type: 'object',
  properties: { key: { type: 'string' }, secret: { type: 'string' }, token: { type: 'string' } },
  oneOf: [
    { required: ['key', 'secret'], not: { required: ['token'] } },
    { required: ['token'], not: { anyOf: [{ required: ['key'] }, { required: ['secret'] }] } },
  ],
};

const wrong = (value: unknown, schema: object = CLOSED) =>
  schemaErrors(value, schema as Record<string, unknown>, 'it').map(({ path, code }) => `${path} ${code}`);

describe('a value and its JSON Schema', () => {
  it('fit', () => {
    expect(wrong({ apiKey: 'ab', version: '2', partner: false, methods: ['Card', 'Wallet'] })).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['a member that is missing', {}, ['it.apiKey required']],
    ['a member that nobody knows', { apiKey: 'ab', other: 1 }, ['it.other unknown_field']],
    ['a member named like what every object has', { apiKey: 'ab', toString: 1 }, ['it.toString unknown_field']],
    ['a member of another type', { apiKey: 7 }, ['it.apiKey type']],
    ['null', { apiKey: null }, ['it.apiKey type']],
    ['a list for an object', [], ['it type']],
    ['a text that is too short', { apiKey: 'a' }, ['it.apiKey min_length']],
    ['a text that no database keeps', { apiKey: 'a\0b' }, ['it.apiKey text']],
    ['another choice', { apiKey: 'ab', version: '3' }, ['it.version enum']],
    ['a text of another form', { apiKey: 'ab', host: 'a b' }, ['it.host pattern']],
    ['an empty list', { apiKey: 'ab', methods: [] }, ['it.methods min_length']],
    ['a wrong item', { apiKey: 'ab', methods: ['Card', 'Cash'] }, ['it.methods.1 enum']],
    ['several at once', { version: 2, partner: 'yes' }, ['it.version enum', 'it.partner type', 'it.apiKey required']],
  ])('do not fit: %s', (_, value, errors) => {
    expect(wrong(value)).toEqual(errors);
  });

  it.each<[string, unknown, string[]]>([
    ['the one', { key: 'k', secret: 's' }, []],
    ['the other', { token: 't' }, []],
    ['half of one', { secret: 's' }, ['it.key required']],
    ['both', { key: 'k', secret: 's', token: 't' }, ['it one_of']],
    ['neither', {}, ['it one_of']],
  ])('leave a choice of members: %s', (_, value, errors) => {
    expect(wrong(value, EITHER)).toEqual(errors);
  });

  it('never repeat the value, which may be a secret', () => {
    const errors = schemaErrors({ apiKey: 's', version: 'secret' }, CLOSED, 'credentials');
    expect(JSON.stringify(errors)).not.toMatch(/secret/);
    expect(errors).toHaveLength(2);
  });
});
