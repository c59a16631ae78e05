import { type ClassConstructor, Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsEmail,
  IsIn,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { all, isInstantText, satisfies } from '../request.rules.js';
import { parseRupees } from './rupee.amounts.js';

/** The kinds of members that Jodo's request bodies are made of, refused in the words that its API uses. */

const present = () => IsDefined({ message: 'field required' });
const text = (max: number) =>
  all(
    IsString({ message: 'str type expected' }),
    MaxLength(max, { message: `ensure this value has at most ${max} characters` }),
  );
const shaped = (pattern: RegExp, message: string) =>
  all(IsString({ message: 'str type expected' }), Matches(pattern, { message }));

export const requiredText = (max: number) =>
  all(present(), text(max), MinLength(1, { message: 'ensure this value has at least 1 characters' }));
export const optionalText = (max: number) => all(IsOptional(), text(max));
export const optionalFlag = () => all(IsOptional(), IsBoolean({ message: 'value could not be parsed to a boolean' }));
export const requiredChoice = (choices: readonly string[]) =>
  all(present(), IsIn(choices, { message: 'value is not a valid enumeration member' }));
export const optionalHeaderName = () =>
  all(IsOptional(), shaped(/^[!#$%&'*+.^_`|~\w-]{1,100}$/, 'value is not a valid header name'));
export const optionalHeaderValue = () =>
  all(IsOptional(), shaped(/^[\x20-\x7e]{1,1000}$/, 'value is not a valid header value'));
export const optionalDay = () => all(IsOptional(), shaped(/^\d{4}-\d\d-\d\d$/, 'invalid date format'));

/** Ten digits, without the country's code. */
export const requiredPhone = () => all(present(), shaped(/^\d{10}$/, 'value is not a valid phone number'));
export const requiredEmail = () => all(present(), IsEmail({}, { message: 'value is not a valid email address' }));

/** One text with commas between the addresses. */
export const requiredEmails = () =>
  all(
    present(),
    shaped(/^[^\s@,]+@[^\s@,]+\.[^\s@,]+(\s*,\s*[^\s@,]+@[^\s@,]+\.[^\s@,]+)*$/, 'value is not a valid email address'),
  );

export const optionalUrl = () =>
  all(
    IsOptional(),
    IsUrl(
      { protocols: ['http', 'https'], require_protocol: true, require_tld: false },
      { message: 'invalid or missing URL scheme' },
    ),
  );

/** The samples write years as texts, the tables as integers: both are taken. */
export const optionalYear = () =>
  all(
    IsOptional(),
    satisfies('isYear', 'value is not a valid integer', (value) => /^\d{4}$/.test(String(value))),
  );

export const requiredRupees = () =>
  all(
    present(),
    satisfies(
      'isRupees',
      'value is not a valid amount in rupees with at most 2 decimals',
      (value) => parseRupees(value) !== undefined,
    ),
  );

export const optionalInstant = () =>
  all(
    IsOptional(),
    satisfies('isInstant', 'invalid datetime format', (value) => isInstantText(value)),
  );

export const requiredList = <T>(shape: ClassConstructor<T>) =>
  all(present(), list(shape), ArrayMinSize(1, { message: 'ensure this value has at least 1 items' }));
export const optionalList = <T>(shape: ClassConstructor<T>) => all(IsOptional(), list(shape));

const list = <T>(shape: ClassConstructor<T>) =>
  all(
    IsArray({ message: 'value is not a valid list' }),
    ValidateNested({ each: true, message: 'value is not a valid dict' }),
    Type(() => shape),
  );
