import { wordingIn, type Wording } from '../../common/wording.js';
import { de } from './messages.de.js';
import { en } from './messages.en.js';
import { fr } from './messages.fr.js';
import { hi } from './messages.hi.js';
import type { PageMessages } from './page-messages.js';

/** To add a language, write `messages.<language>.ts` and name it here. */
const CATALOGUES = { en, hi, fr, de } satisfies Record<string, PageMessages>;

export type PageWording = Wording<PageMessages>;

export function wordingFor(locale: string): PageWording {
  return wordingIn<PageMessages>(CATALOGUES, locale);
}

/**
 * The payer's own language goes before the account's: the first that the browser asks for and that there are texts in. A
 * browser that asks for a language of no region gets the account's region.
 */
export function localeFor(wanted: readonly string[], fallback: string): string {
  const known = wanted.find((locale) => Object.hasOwn(CATALOGUES, languageOf(locale)));
  if (known === undefined) return fallback;
  return known === languageOf(fallback) ? fallback : known;
}

function languageOf(locale: string): string {
  return locale.split('-')[0]!.toLowerCase();
}
