import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { isEmail, isString, MaxLength, MinLength, registerDecorator, type ValidationOptions } from 'class-validator';
import { holdsCardNumber, holdsPrintedCardNumber } from './card-number.js';
import { currencyExponent } from './money.js';

/** PostgreSQL stores no NUL, and a lone surrogate is no character: neither can be told back as it came. */
export function isStorableText(value: unknown): value is string {
  return isString(value) && !value.includes('\0') && value.isWellFormed();
}

/** A text from `min` to `max` characters. */
export function IsText(length: { readonly min?: number; readonly max: number }): PropertyDecorator {
  return applyDecorators(
    rule('text', 'must be a text without NUL characters', isStorableText),
    ApiProperty({ minLength: length.min, maxLength: length.max }),
    ...(length.min === undefined ? [] : [MinLength(length.min)]),
    MaxLength(length.max),
  );
}

/** What people read: a text without control characters (line breaks only where `lines`) and without a card's number in it. */
export function IsFreeText(length: {
  readonly min?: number;
  readonly max: number;
  readonly lines?: boolean;
}): PropertyDecorator {
  return applyDecorators(IsText(length), length.lines ? NoControls() : IsOneLine(), NoCardNumber());
}

/**
 * A number of the ERP's, of a customer or a voucher: one line. Numbers are what it is made of, so only one that is written
 * as cards write theirs is refused, not digits that add up across its parts.
 */
export function IsErpNumber(length: { readonly min?: number; readonly max: number }): PropertyDecorator {
  const isNoCard = (value: unknown) => !isString(value) || !holdsPrintedCardNumber(value);
  return applyDecorators(IsText(length), IsOneLine(), rule('card_number', 'must not hold a card number', isNoCard));
}

/** The ERP's number of a payment: 1 to 60 characters, without spaces at its ends, which nobody sees. */
export function IsReference(): PropertyDecorator {
  const isTrimmed = (value: unknown) => !isString(value) || value.trim() === value;
  return applyDecorators(
    IsErpNumber({ min: 1, max: 60 }),
    rule('reference', 'must not begin or end with a space', isTrimmed),
  );
}

/** Without line breaks and other control characters. */
export function IsOneLine(): PropertyDecorator {
  return rule('one_line', 'must be one line without control characters', (value) => !matches(value, CONTROLS));
}

function NoControls(): PropertyDecorator {
  return rule('control_characters', 'must not hold control characters', (value) => !matches(value, CONTROLS_BUT_LINES));
}

/** Whoever types a card's number here must not make us, and everybody we tell, a keeper of card data. */
function NoCardNumber(): PropertyDecorator {
  return rule(
    'card_number',
    'must not hold a card number',
    (value) => !textsIn(value).some((text) => holdsCardNumber(text)),
  );
}

/** RFC 3339 with a zone: `2026-11-20T10:00:00.000Z`. */
export function IsInstant(): PropertyDecorator {
  return rule('instant', 'must be an RFC 3339 time with a zone, such as 2026-11-20T10:00:00.000Z', isInstant, {
    schema: { format: 'date-time' },
  });
}

/** The same, or a day: `2026-11-20`. */
export function IsInstantOrDay(): PropertyDecorator {
  return rule(
    'instant_or_day',
    'must be an RFC 3339 time with a zone, such as 2026-11-20T10:00:00.000Z, or a day, such as 2026-11-20',
    // No calendar has a year 0, and PostgreSQL knows no day of it.
    (value) => isInstant(value) || (isDay(value) && !value.startsWith('0000')),
  );
}

export function IsCurrency(options: { readonly each?: boolean } = {}): PropertyDecorator {
  const validate = (value: unknown) => isString(value) && currencyExponent(value) !== undefined;
  return rule('currency', 'must be an ISO 4217 code in upper case', validate, options);
}

/** E.164: `+442079460000`. */
export function IsPhoneNumber(): PropertyDecorator {
  const pattern = /^\+[1-9]\d{6,14}$/;
  return rule(
    'phone',
    'must be an E.164 number such as +442079460000',
    (value) => isString(value) && pattern.test(value),
    { schema: { pattern: pattern.source } },
  );
}

/** One bare address, no name and no list: what may stand in a mail's To. */
export function IsEmailAddress(): PropertyDecorator {
  return rule(
    'email',
    'must be one bare e-mail address',
    (value) => isStorableText(value) && value.length <= 254 && isEmail(value) && !UNSEEN.test(value),
    { schema: { format: 'email', maxLength: 254 } },
  );
}

/** Up to 50 pairs of texts: keys up to 40 characters, values up to 500. */
export function IsMetadata(): PropertyDecorator {
  return applyDecorators(arePairs(), NoCardNumber());
}

/** The same as metadata, where null takes a pair away. */
export function IsMetadataChange(): PropertyDecorator {
  return applyDecorators(arePairs({ nullable: true }), NoCardNumber());
}

/** Pairs of texts like metadata, but secrets and no prose: whatever digits a provider's key holds, it is no card number. */
export function IsCredentials(): PropertyDecorator {
  return arePairs();
}

function arePairs({ nullable = false } = {}): PropertyDecorator {
  const validate = (value: unknown) => isPairs(nullable ? withoutNulls(value) : value);
  return rule('metadata', 'must hold up to 50 texts of up to 500 characters under keys of up to 40', validate, {
    schema: {
      maxProperties: 50,
      additionalProperties: { type: nullable ? ['string', 'null'] : 'string', maxLength: 500 } as object,
    },
  });
}

/** BCP 47. */
export function IsLocale(): PropertyDecorator {
  const pattern = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
  return rule(
    'locale',
    'must be a language tag such as en or en-GB',
    (value) => isString(value) && pattern.test(value),
    { schema: { pattern: pattern.source } },
  );
}

/** https, or http on this machine, absolute, without user name or password. */
export function IsReturnUrl(): PropertyDecorator {
  return rule('return_url', 'must be an absolute https URL (http only for localhost)', isReturnUrl, {
    schema: { format: 'uri', maxLength: 2000 },
  });
}

/** `schema` says the same as `validate`, as far as JSON Schema can: what the API's description tells of the field. */
function rule(
  name: string,
  message: string,
  validate: (value: unknown) => boolean,
  { each = false, schema }: { readonly each?: boolean; readonly schema?: ApiPropertyOptions } = {},
): PropertyDecorator {
  return (target: object, propertyName: string | symbol) => {
    if (schema) ApiProperty(schema)(target, propertyName);
    const options: ValidationOptions = { message: `$property ${message}`, each };
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(propertyName),
      options,
      validator: { validate },
    });
  };
}

function isInstant(value: unknown): boolean {
  if (!isString(value)) return false;
  const match = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.exec(value);
  if (!match || !isDay(match[1])) return false;
  const instant = new Date(value);
  // A zone may carry it out of the years that RFC 3339 can write, and we tell all times in UTC.
  return !Number.isNaN(instant.getTime()) && /^\d{4}-/.test(instant.toISOString());
}

/** Date accepts 30 February and makes it March: the day must survive the round trip. */
function isDay(value: unknown): value is string {
  if (!isString(value) || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const midnight = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
}

/** Spaces and what nobody sees, such as a change of direction: the address would not be the one that people read. */
const UNSEEN = /[\p{C}\p{Z}]/u;
/** Line separators of Unicode among them; a tab is as good as a space. */
const CONTROLS = /[\p{Cc}\u2028\u2029]/u;
const CONTROLS_BUT_LINES = /(?![\n\r\t])\p{Cc}/u;

function matches(value: unknown, pattern: RegExp): boolean {
  return isString(value) && pattern.test(value);
}

/** Whatever a field holds to read: a text, or the keys and values of pairs. */
function textsIn(value: unknown): string[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flat().filter(isString)
    : [value].filter(isString);
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, text]: [string, unknown]) => [key, text ?? '']));
}

function isPairs(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const pairs = Object.entries(value);
  return pairs.length <= 50 && pairs.every(([key, text]) => isShort(key, 40) && key !== '' && isShort(text, 500));
}

function isShort(value: unknown, max: number): boolean {
  // Characters, as everywhere: an emoji is one.
  return isStorableText(value) && Array.from(value).length <= max;
}

/** https, or http on this machine, absolute, without user name or password, and no longer than 2000 characters. */
export function isReturnUrl(value: unknown): value is string {
  if (!isStorableText(value) || value.length > 2000 || !URL.canParse(value)) return false;
  const url = new URL(value);
  if (url.username !== '' || url.password !== '') return false;
  const isLocal = url.hostname === 'localhost' || url.hostname === '127.0.0.1' || url.hostname === '[::1]';
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal);
}
