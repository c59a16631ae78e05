import { applyDecorators } from '@nestjs/common';
import {
  ArrayMaxSize,
  IsArray,
  IsTimeZone as IsKnownTimeZone,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { isReturnUrl, isStorableText } from '../../common/validation.js';

const LONGEST_URL = 2000;
/** A picture inside the page is loaded with every page, and the whole of it stays below 50 kB. */
const LONGEST_DATA_URL = 24_576;
const MOST_ORIGINS = 20;

/** May be left out, but not be null: there is no account without it. */
export function IsChangeable(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** One line: it stands in headings and mail headers. */
export function IsOneLine(): PropertyDecorator {
  return Matches(/^[^\p{Cc}\u2028\u2029]*$/u, { message: '$property must be one line' });
}

/** An IANA name that this Node knows. An offset such as +05:30 is none: it would be wrong for half of the year. */
export function IsTimeZone(): PropertyDecorator {
  return applyDecorators(
    MaxLength(64),
    Matches(/^[A-Za-z]/, { message: '$property must be an IANA name such as Europe/London' }),
    IsKnownTimeZone({ message: '$property must be an IANA name such as Europe/London' }),
  );
}

/** A number larger than the one in that other field. */
export function IsAfter(other: string): PropertyDecorator {
  return ValidateBy({
    name: 'after',
    validator: {
      validate: (value: unknown, on) => {
        const before = (on?.object as Record<string, unknown> | undefined)?.[other];
        return typeof value === 'number' && typeof before === 'number' && value > before;
      },
      defaultMessage: () => `$property must be larger than ${other}`,
    },
  });
}

/** `#rrggbb`. */
export function IsColour(): PropertyDecorator {
  return Matches(/^#[0-9a-f]{6}$/i, { message: '$property must be a colour such as #1b5e20' });
}

/** https, without user name or password. */
export function IsWebUrl(): PropertyDecorator {
  return ValidateBy({
    name: 'webUrl',
    validator: { validate: isWebUrl, defaultMessage: () => '$property must be an absolute https URL' },
  });
}

/** The picture itself as a data URL: a page that asks another server for it tells that server who is paying. */
export function IsLogoUrl(): PropertyDecorator {
  return ValidateBy({
    name: 'logoUrl',
    validator: {
      validate: isPicture,
      defaultMessage: () => `$property must be a data:image/…;base64 URL of up to ${LONGEST_DATA_URL} characters`,
    },
  });
}

/** `https://erp.example.com`: nothing behind host and port; http for localhost only. */
export function IsReturnOrigins(): PropertyDecorator {
  const message = '$property must hold up to 20 origins such as https://erp.example.com';
  return applyDecorators(
    IsArray({ message }),
    ArrayMaxSize(MOST_ORIGINS, { message }),
    ValidateBy(
      { name: 'origin', validator: { validate: isReturnOrigin, defaultMessage: () => message } },
      { each: true },
    ),
  );
}

function isWebUrl(value: unknown): boolean {
  if (!isStorableText(value) || value.length > LONGEST_URL || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return protocol === 'https:' && username === '' && password === '';
}

function isReturnOrigin(value: unknown): boolean {
  return isReturnUrl(value) && new URL(value).origin === value;
}

function isPicture(value: unknown): boolean {
  return (
    isStorableText(value) &&
    value.length <= LONGEST_DATA_URL &&
    /^data:image\/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/.test(value)
  );
}
