import 'reflect-metadata';
import { validateSync } from 'class-validator';
import {
  IsCredentials,
  IsErpNumber,
  IsFreeText,
  IsMetadata,
  IsMetadataChange,
  IsReference,
} from '../../../src/common/validation.js';

class Fields {
  @IsFreeText({ min: 1, max: 20 })
  line: unknown = 'text';

  @IsFreeText({ max: 20, lines: true })
  lines: unknown = 'text';

  @IsErpNumber({ max: 40 })
  number: unknown = 'C-1001';

  @IsReference()
  reference: unknown = 'INV-1';

  @IsMetadata()
  metadata: unknown = {};

  @IsMetadataChange()
  change: unknown = {};

  @IsCredentials()
  credentials: unknown = {};
}

/** The rules that refuse the value. */
function refusals(field: keyof Fields, value: unknown): string[] {
  const errors = validateSync(Object.assign(new Fields(), { [field]: value }));
  return errors.flatMap(({ constraints }) => Object.keys(constraints ?? {})).toSorted();
}

describe('a free text', () => {
  it.each(['text', 'Zürich – 東京 💷', "O'Neill & <b>x</b>"])('takes %j', (value) => {
    expect([refusals('line', value), refusals('lines', value)]).toEqual([[], []]);
  });

  it('breaks lines only where it may', () => {
    expect(refusals('lines', 'one\r\n\ttwo')).toEqual([]);
    expect(refusals('line', 'one\ntwo')).toEqual(['one_line']);
    expect(refusals('line', 'one\u2028two')).toEqual(['one_line']);
  });

  it.each(['\u0000', '\u0007', '\u001b[31m', '\u0085', '\u007f'])(
    'takes no control character such as %j',
    (character) => {
      expect(refusals('lines', `a${character}b`)).toContain('control_characters');
      expect(refusals('line', `a${character}b`)).toContain('one_line');
    },
  );

  it('takes no card number', () => {
    expect(refusals('line', '4242424242424242')).toEqual(['card_number']);
    expect(refusals('lines', '4242 4242 4242 4242')).toEqual(['card_number']);
  });

  it('counts characters as people do', () => {
    expect(refusals('line', '💷'.repeat(20))).toEqual([]);
    expect(refusals('line', '💷'.repeat(21))).toEqual(['maxLength']);
    expect(refusals('line', '')).toEqual(['minLength']);
  });
});

describe('a number of the ERP’s', () => {
  it.each(['', 'C-1001', '2026-11-20-004711', '42-4242-4242424242-42'])('may be %j', (value) => {
    expect(refusals('number', value)).toEqual([]);
  });

  it('may not be a card number, nor break the line', () => {
    expect(refusals('number', '4242 4242 4242 4242')).toEqual(['card_number']);
    expect(refusals('number', 'C-\n1001')).toEqual(['one_line']);
  });
});

describe('a reference', () => {
  it.each(['INV-1', 'a b', '№ 5/2026', '42-4242-4242424242-42', 'x'.repeat(60)])('may be %j', (value) => {
    expect(refusals('reference', value)).toEqual([]);
  });

  it('may not be a card number, also not behind a prefix', () => {
    expect(refusals('reference', '4242424242424242')).toEqual(['card_number']);
    expect(refusals('reference', 'INV-4242 4242 4242 4242')).toEqual(['card_number']);
  });

  it.each([' a', 'a ', '\ta', 'a\nb', '', 'x'.repeat(61), 5, null])('may not be %j', (value) => {
    expect(refusals('reference', value)).not.toEqual([]);
  });
});

describe('metadata', () => {
  it.each([{ note: 'card 4242-4242-4242-4242' }, { '4242424242424242': 'card' }])(
    'takes no card number: %j',
    (pairs) => {
      expect(refusals('metadata', pairs)).toEqual(['card_number']);
      expect(refusals('change', pairs)).toEqual(['card_number']);
    },
  );

  it('takes null in a change only', () => {
    expect(refusals('metadata', { a: null })).toEqual(['metadata']);
    expect(refusals('change', { a: null, b: 'x' })).toEqual([]);
  });

  it.each([5, 'x', [], [['a', 'b']], { a: 1 }, { '': 'x' }, { ['k'.repeat(41)]: 'x' }, { a: 'v'.repeat(501) }])(
    'refuses %j both ways',
    (value) => {
      expect(refusals('metadata', value)).toContain('metadata');
      expect(refusals('change', value)).toContain('metadata');
    },
  );
});

describe('credentials', () => {
  it('may hold any digits: a key is no card number', () => {
    expect(refusals('credentials', { apiKey: 'sk_sandbox_4242424242424242' })).toEqual([]);
    expect(refusals('metadata', { note: '4242424242424242' })).toEqual(['card_number']);
  });
});
