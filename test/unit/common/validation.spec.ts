import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { DomainError } from '../../../src/common/domain-error.js';
import { MoneyDto } from '../../../src/common/money.dto.js';
import { validationPipe } from '../../../src/common/validation.pipe.js';
import {
  IsCurrency,
  IsEmailAddress,
  IsInstant,
  IsLocale,
  IsMetadata,
  IsPhoneNumber,
  IsReturnUrl,
  IsText,
} from '../../../src/common/validation.js';

class Fields {
  @IsText({ min: 1, max: 10 })
  text: unknown = 'text';

  @IsInstant()
  instant: unknown = '2026-11-20T10:00:00.000Z';

  @IsCurrency()
  currency: unknown = 'GBP';

  @IsCurrency({ each: true })
  currencies: unknown = ['GBP'];

  @IsPhoneNumber()
  phone: unknown = '+442079460000';

  @IsEmailAddress()
  email: unknown = 'payer@example.com';

  @IsMetadata()
  metadata: unknown = {};

  @IsLocale()
  locale: unknown = 'en';

  @IsReturnUrl()
  returnUrl: unknown = 'https://shop.example.com/done';
}

function isAccepted(field: keyof Fields, value: unknown): boolean {
  return validateSync(Object.assign(new Fields(), { [field]: value })).length === 0;
}

const right: [keyof Fields, unknown][] = [
  ['text', 'a'],
  ['text', '漢字 🧾'],
  ['text', 'ten chars!'],
  ['instant', '2026-11-20T10:00:00Z'],
  ['instant', '2026-11-20T10:00:00.123456+05:30'],
  ['instant', '2028-02-29T00:00:00Z'],
  ['currency', 'JPY'],
  ['currencies', ['GBP', 'EUR']],
  ['currencies', []],
  ['phone', '+49301234567'],
  ['email', 'first.last+tag@mail.example.com'],
  ['metadata', { order: '42', note: '' }],
  ['metadata', Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'x'.repeat(500)]))],
  ['locale', 'en-GB'],
  ['locale', 'zh-Hant-TW'],
  ['returnUrl', 'https://shop.example.com:8443/done?order=42'],
  ['returnUrl', 'http://localhost:8080/done'],
  ['returnUrl', 'http://127.0.0.1/done'],
];

const wrong: [keyof Fields, unknown][] = [
  ['text', ''],
  ['text', 'eleven char'],
  ['text', 42],
  ['text', ['a']],
  ['text', null],
  ['text', 'a\0b'],
  ['text', 'half \ud800'],
  ['instant', '2026-11-20'],
  ['instant', '2026-11-20T10:00:00'],
  ['instant', '2026-02-30T10:00:00Z'],
  ['instant', '9999-12-31T23:59:59-00:01'],
  ['instant', '0000-01-01T00:00:00+00:01'],
  ['instant', '2026-11-20T10:00:60Z'],
  ['instant', '2026-11-20T25:00:00Z'],
  ['instant', '2026-11-20T10:00:00+99:99'],
  ['instant', 1795168800000],
  ['instant', new Date()],
  ['currency', 'gbp'],
  ['currency', 'XXX'],
  ['currency', 826],
  ['currencies', ['GBP', 'zzz']],
  ['phone', '02079460000'],
  ['phone', '+44 20 7946 0000'],
  ['phone', 442079460000],
  ['email', 'Payer <payer@example.com>'],
  ['email', 'a@example.com, b@example.com'],
  ['email', 'payer@example.com\r\nBcc: b@example.com'],
  ['email', `${'x'.repeat(250)}@example.com`],
  ['email', ['payer@example.com']],
  ['metadata', { order: 42 }],
  ['metadata', { nested: {} }],
  ['metadata', { '': 'empty key' }],
  ['metadata', { [`k${'x'.repeat(40)}`]: 'long key' }],
  ['metadata', { order: 'x'.repeat(501) }],
  ['metadata', { order: 'a\0b' }],
  ['metadata', ['order']],
  ['metadata', 'order'],
  ['metadata', Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']))],
  ['locale', 'EN'],
  ['locale', 'english language'],
  ['locale', 'en_GB'],
  ['returnUrl', '/done'],
  ['returnUrl', 'http://shop.example.com/done'],
  ['returnUrl', 'http://localhost.example.com/'],
  ['returnUrl', 'https://user:pass@shop.example.com/'],
  ['returnUrl', 'javascript:alert(1)'],
  ['returnUrl', 'https://'],
  ['returnUrl', `https://shop.example.com/${'x'.repeat(2000)}`],
];

describe('a field', () => {
  it.each(right)('%s accepts %j', (field, value) => {
    expect(isAccepted(field, value)).toBe(true);
  });

  it.each(wrong)('%s refuses %j', (field, value) => {
    expect(isAccepted(field, value)).toBe(false);
  });
});

describe('a request body', () => {
  const pipe = validationPipe();
  const read = (body: unknown) => pipe.transform(body, { type: 'body', metatype: MoneyDto }) as Promise<MoneyDto>;

  async function refusalOf(body: unknown): Promise<DomainError> {
    const error: unknown = await read(body).catch((thrown: unknown) => thrown);
    if (error instanceof DomainError) return error;
    throw new Error('The body was not refused');
  }

  it('is read as it was sent', async () => {
    expect(await read({ value: 1000, currency: 'GBP' })).toEqual(
      plainToInstance(MoneyDto, { value: 1000, currency: 'GBP' }),
    );
  });

  it.each([
    ['a text for a number', '1000'],
    ['a truth value', true],
    ['a list', [1000]],
    ['a fraction', 10.5],
    ['nothing', null],
    ['infinity', Infinity],
    ['zero', 0],
    ['less than nothing', -1],
    ['more than the largest amount', 100_000_000_000],
  ])('with %s is refused, never converted', async (_, value) => {
    const { code, fields } = await refusalOf({ value, currency: 'GBP' });
    expect(code).toBe('validation_failed');
    expect(fields.every(({ path }) => path === 'value')).toBe(true);
  });

  it('is told everything that is wrong with it at once', async () => {
    const { fields, message } = await refusalOf({ value: '1', currency: 'gbp', colour: 'red' });
    expect([...new Set(fields.map(({ path }) => path))].sort()).toEqual(['colour', 'currency', 'value']);
    expect(fields.find(({ path }) => path === 'colour')?.code).toBe('unknown_field');
    expect(message).toContain('colour');
  });

  it('is not shown in its refusal', async () => {
    const refusal = await refusalOf({ value: 'a card number', currency: 'GBP' });
    expect(JSON.stringify([refusal.message, refusal.fields])).not.toContain('a card number');
  });

  it.each([
    ['a list', []],
    ['a text', 'text'],
    ['null', null],
  ])('that is %s is refused', async (_, body) => {
    expect((await refusalOf(body)).code).toBe('validation_failed');
  });
});
